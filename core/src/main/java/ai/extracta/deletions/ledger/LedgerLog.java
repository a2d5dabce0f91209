package ai.extracta.deletions.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The append-only file. Not thread-safe. */
final class LedgerLog implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final LedgerFile file;
    private long size;

    private LedgerLog(LedgerFile file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Reads the existing records and truncates an incomplete one that a crash left at the end. */
    static LedgerLog open(Path path, LedgerFile file, LedgerReader.Target target) throws IOException {
        long intact = new LedgerReader(path, file).read(target);
        long torn = file.size() - intact;
        if (torn > 0) {
            file.truncate(intact);
            file.force();
            LOG.warn(
                    "The ledger {} ended in {} bytes of an incomplete record, as a crash leaves them; they were removed",
                    path,
                    torn);
        }
        LedgerLog log = new LedgerLog(file, intact);
        if (intact == 0) {
            log.append(List.of(LedgerReader.HEADER));
        }
        return log;
    }

    /**
     * Writes all lines and forces once. If that fails, it is rolled back as far as possible; nothing may be appended
     * afterwards.
     */
    void append(List<byte[]> lines) throws IOException {
        long end = size;
        try {
            for (byte[] line : lines) {
                end = write(ByteBuffer.wrap(line), end);
            }
            file.force();
        } catch (IOException e) {
            rollback(e);
            throw e;
        }
        size = end;
    }

    private long write(ByteBuffer line, long position) throws IOException {
        long end = position;
        while (line.hasRemaining()) {
            end += file.write(line, end);
        }
        return end;
    }

    /** If this fails too, the file is as a crash would have left it. */
    private void rollback(IOException failure) {
        try {
            file.truncate(size);
            file.force();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
