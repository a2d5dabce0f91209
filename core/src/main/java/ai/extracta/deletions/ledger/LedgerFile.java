package ai.extracta.deletions.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The file operations of a ledger. */
interface LedgerFile extends Closeable {

    long size() throws IOException;

    /** Returns how many bytes were read, or -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Returns how many bytes were written, possibly fewer than remain. */
    int write(ByteBuffer source, long position) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    static LedgerFile of(FileChannel channel) {
        return new OnDisk(channel);
    }

    record OnDisk(FileChannel channel) implements LedgerFile {

        /** The JDK caches a direct buffer per thread, as large as its largest write. */
        private static final int MAX_WRITE = 64 * 1024;

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int length = Math.min(source.remaining(), MAX_WRITE);
            int written = channel.write(source.slice(source.position(), length), position);
            source.position(source.position() + written);
            return written;
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
