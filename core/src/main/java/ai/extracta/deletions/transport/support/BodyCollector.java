package ai.extracta.deletions.transport.support;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the chunks of a response body up to a maximum size. A body that arrives in one chunk is stored without
 * spare capacity.
 * Not thread-safe.
 *
 * @since 0.1.0
 */
public final class BodyCollector {

    private static final byte[] EMPTY = {};

    private final int maxBytes;
    private byte[] bytes = EMPTY;
    private int size;

    /**
     * Creates an empty collector.
     *
     * @param maxBytes the maximum size of the body, in bytes
     */
    public BodyCollector(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A chunk of a body in the HTTP client's own buffer type. */
    @FunctionalInterface
    public interface Chunk {

        /**
         * Copies the whole chunk.
         *
         * @param target the destination
         * @param offset the index of its first byte in the destination
         */
        void copyTo(byte[] target, int offset);
    }

    /**
     * Adds a chunk, unless the body would exceed the maximum.
     *
     * @param length its size in bytes
     * @param chunk copies its bytes
     * @return false if the body would be too large
     */
    public boolean add(int length, Chunk chunk) {
        if (length > maxBytes - size) {
            return false;
        }
        if (bytes.length < size + length) {
            int capacity = size == 0 ? length : Math.min(maxBytes, Math.max(size + length, 2 * size));
            bytes = Arrays.copyOf(bytes, capacity);
        }
        chunk.copyTo(bytes, size);
        size += length;
        return true;
    }

    /** {@return the collected body, not copied} Nothing may be added afterwards. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
