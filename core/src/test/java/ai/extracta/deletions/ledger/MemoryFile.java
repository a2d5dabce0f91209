package ai.extracta.deletions.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An in-memory file with a limited capacity. */
final class MemoryFile implements LedgerFile {

    private byte[] bytes;
    private long capacity = Long.MAX_VALUE;
    private boolean canTruncate = true;
    private boolean canForce = true;
    private int forced;

    MemoryFile(byte... bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** How often it was forced. */
    int forced() {
        return forced;
    }

    /** Accepts that many more bytes; a larger write is partial. */
    void fillUpAfter(long more) {
        capacity = bytes.length + more;
    }

    void neverTruncate() {
        canTruncate = false;
    }

    void neverForce() {
        canForce = false;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (position >= bytes.length) {
            return -1;
        }
        int length = Math.min(target.remaining(), bytes.length - (int) position);
        target.put(bytes, (int) position, length);
        return length;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int length = (int) Math.min(source.remaining(), capacity - position);
        if (length == 0) {
            throw new IOException("No space left on device");
        }
        bytes = Arrays.copyOf(bytes, (int) position + length);
        source.get(bytes, (int) position, length);
        return length;
    }

    @Override
    public void truncate(long size) throws IOException {
        if (!canTruncate) {
            throw new IOException("cannot be truncated");
        }
        bytes = Arrays.copyOf(bytes, (int) size);
    }

    @Override
    public void force() throws IOException {
        if (!canForce) {
            throw new IOException("cannot be forced");
        }
        forced++;
    }

    @Override
    public void close() {}
}
