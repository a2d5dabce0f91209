package ai.extracta.deletions.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** An in-memory file with a limited capacity, written and read at given positions only. */
class MemoryFile extends FileChannel {

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
    public FileChannel truncate(long size) throws IOException {
        if (!canTruncate) {
            throw new IOException("cannot be truncated");
        }
        bytes = Arrays.copyOf(bytes, (int) size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        if (!canForce) {
            throw new IOException("cannot be forced");
        }
        forced++;
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
