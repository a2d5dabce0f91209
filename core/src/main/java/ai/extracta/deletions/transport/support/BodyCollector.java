package ai.extracta.deletions.transport.support;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the parts of an answer's body up to the size that is allowed. Most come in one part, which then takes just its room.
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
     * Creates it empty.
     *
     * @param maxBytes the largest body that is allowed
     */
    public BodyCollector(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A part of a body, as an HTTP client has it. */
    @FunctionalInterface
    public interface Chunk {

        /**
         * Copies all of it.
         *
         * @param target where to
         * @param offset where in the target it begins
         */
        void copyTo(byte[] target, int offset);
    }

    /**
     * Adds a part, unless the body would become larger than is allowed.
     *
     * @param length how many bytes it has
     * @param chunk the bytes
     * @return whether it was added
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

    /**
     * Returns what was added, without copying it; nothing may be added any more.
     *
     * @return the body
     */
    public ByteBuffer body() {
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
