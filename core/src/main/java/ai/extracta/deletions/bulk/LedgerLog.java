package ai.extracta.deletions.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file, to which lines are only ever added. Not thread-safe. */
final class LedgerLog implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final LedgerFile file;
    private long size;

    private LedgerLog(LedgerFile file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Reads what is there, cuts off what a crash left unfinished, and is ready for more. */
    static LedgerLog open(Path path, LedgerFile file, LedgerReader.Target target) throws IOException {
        long whole = new LedgerReader(path, file).read(target);
        long torn = file.size() - whole;
        if (torn > 0) {
            file.truncate(whole);
            file.force();
            LOG.warn(
                    "The ledger {} ended in {} bytes of an unfinished record, as a crash leaves them; they were cut off",
                    path,
                    torn);
        }
        LedgerLog log = new LedgerLog(file, whole);
        if (whole == 0) {
            log.append(List.of(LedgerReader.HEADER));
        }
        return log;
    }

    /** Writes all and forces once. If that fails, as much as possible is undone and nothing more may be appended. */
    void append(List<byte[]> lines) throws IOException {
        long end = size;
        try {
            for (byte[] line : lines) {
                end = write(ByteBuffer.wrap(line), end);
            }
            file.force();
        } catch (IOException e) {
            cutBack(e);
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

    /** What stays if this fails as well is what a crash would have left. */
    private void cutBack(IOException failure) {
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
