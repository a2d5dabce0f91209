package ai.extracta.deletions.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The append-only file. Not thread-safe. */
final class LedgerLog implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    /** The JDK caches a direct buffer per thread, as large as its largest write. */
    private static final int MAX_WRITE = 64 * 1024;

    private final FileChannel file;
    private final ByteBuffer chunk = ByteBuffer.allocate(MAX_WRITE);
    private long size;

    private LedgerLog(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Reads the existing records and truncates an incomplete one that a crash left at the end. */
    static LedgerLog open(Path path, FileChannel file, LedgerReader.Target target) throws IOException {
        long intact = new LedgerReader(path, file).readCurrent(target);
        long torn = file.size() - intact;
        if (torn > 0) {
            file.truncate(intact);
            file.force(false);
            LOG.warn(
                    "The ledger {} ended in {} bytes of an incomplete record, as a crash leaves them; they were removed",
                    path,
                    torn);
        }
        LedgerLog log = new LedgerLog(file, intact);
        if (intact == 0) {
            log.append(List.of(LedgerHeader.CURRENT));
        }
        return log;
    }

    long size() {
        return size;
    }

    /**
     * Writes all lines and forces once. If that fails, it is rolled back as far as possible; nothing may be appended
     * afterwards.
     */
    void append(List<byte[]> lines) throws IOException {
        long end;
        try {
            end = write(lines);
            file.force(false);
        } catch (IOException | RuntimeException | Error e) {
            rollback(e);
            throw e;
        }
        size = end;
    }

    /** Returns where the lines end. */
    private long write(List<byte[]> lines) throws IOException {
        long end = size;
        for (byte[] line : lines) {
            for (int from = 0; from < line.length; ) {
                int length = Math.min(line.length - from, chunk.remaining());
                chunk.put(line, from, length);
                from += length;
                if (!chunk.hasRemaining()) {
                    end = writeChunk(end);
                }
            }
        }
        return writeChunk(end);
    }

    private long writeChunk(long position) throws IOException {
        long end = position;
        chunk.flip();
        while (chunk.hasRemaining()) {
            end += file.write(chunk, end);
        }
        chunk.clear();
        return end;
    }

    /** If this fails too, the file is as a crash would have left it. */
    private void rollback(Throwable failure) {
        try {
            file.truncate(size);
            file.force(false);
        } catch (IOException | RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
