package ai.extracta.deletions.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that only this process can use. Where the operating system allows that, it has no name any more: it disappears
 * with the process, however that ends, and nobody who cleans the folder can remove it. Interrupting a reader does not
 * close it.
 */
final class TemporaryFile implements Closeable {

    private final RandomAccessFile file;

    private TemporaryFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Creates an empty one.
     *
     * @throws UsageException if the temporary folder cannot be used
     */
    static TemporaryFile create() {
        try {
            Path path = Files.createTempFile("extracta-delete-", ".input");
            return unlinked(path, new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private static TemporaryFile unlinked(Path path, RandomAccessFile file) {
        try {
            Files.delete(path);
        } catch (IOException isOpen) { // Windows
            path.toFile().deleteOnExit();
        }
        return new TemporaryFile(file);
    }

    /**
     * Appends bytes.
     *
     * @throws UsageException if the temporary folder cannot be used
     */
    void write(byte[] bytes, int length) {
        try {
            file.write(bytes, 0, length);
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private static UsageException unusable(IOException failure) {
        return new UsageException("the rows cannot be copied to the temporary folder "
                + System.getProperty("java.io.tmpdir") + ": " + IoMessages.of(failure)
                + "; name another one with java -Djava.io.tmpdir=FOLDER");
    }

    /** Reads it from the beginning. Several can read concurrently; closing the stream leaves the file open. */
    InputStream reading() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] octet = new byte[1];
                return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, bytes.length);
                int count = readAt(position, bytes, offset, length);
                position += Math.max(count, 0);
                return count;
            }
        };
    }

    private synchronized int readAt(long position, byte[] bytes, int offset, int length) throws IOException {
        file.seek(position);
        return file.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
