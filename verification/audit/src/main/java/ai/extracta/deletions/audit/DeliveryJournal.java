package ai.extracta.deletions.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file in which a worker notes the number of each message before it executes it. Survives a kill. */
final class DeliveryJournal implements Closeable {

    private static final int BUFFER_SIZE = 8 * 1024;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
    private long readTo;

    private DeliveryJournal(FileChannel file) {
        this.file = file;
    }

    static DeliveryJournal open(Path path) throws IOException {
        return new DeliveryJournal(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** For the worker. */
    void delivered(int message) {
        try {
            file.write(ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the audit: what was added since the last time, without a last line that is not complete yet. */
    List<Integer> readAdded() {
        StringBuilder added = new StringBuilder();
        try {
            while (file.read(buffer.clear(), readTo + added.length()) > 0) {
                added.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int end = added.lastIndexOf("\n") + 1;
        readTo += end;
        return added.substring(0, end).lines().map(Integer::valueOf).toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
