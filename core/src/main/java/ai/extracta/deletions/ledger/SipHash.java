package ai.extracta.deletions.ledger;

/** SipHash-2-4 with 128 bits, of messages of whole words (little-endian). Not thread-safe. */
final class SipHash {

    private static final int COMPRESSION_ROUNDS = 2;
    private static final int FINALIZATION_ROUNDS = 4;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long words;

    SipHash(long key0, long key1) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
    }

    /** Continues where the other one is. */
    void set(SipHash other) {
        v0 = other.v0;
        v1 = other.v1;
        v2 = other.v2;
        v3 = other.v3;
        words = other.words;
    }

    void add(long word) {
        words++;
        compress(word);
    }

    private void compress(long word) {
        v3 ^= word;
        rounds(COMPRESSION_ROUNDS);
        v0 ^= word;
    }

    /** The first half of the hash; {@link #second} follows, and nothing else. */
    long first() {
        compress((words * Long.BYTES) << 56);
        v2 ^= 0xee;
        rounds(FINALIZATION_ROUNDS);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    long second() {
        v1 ^= 0xdd;
        rounds(FINALIZATION_ROUNDS);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
