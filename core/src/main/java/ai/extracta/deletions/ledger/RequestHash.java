package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Identifies a request in memory: the first 126 bits of the SHA-256 of its target. The chance of a collision
 * among a billion requests is below one in 10^20. The upper half is never 0; the last two bits of the lower half are.
 */
record RequestHash(long high, long low) {

    private static final long STATE_BITS_CLEARED = ~3L;

    static RequestHash of(DeletionRequest request) {
        MessageDigest digest = sha256();
        add(digest, request.classificationId());
        if (request instanceof DeleteBatch batch) {
            add(digest, batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            add(digest, files.batchId());
            sorted(files.fileIds()).forEach(id -> add(digest, id));
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = hash.getLong();
        return new RequestHash(high == 0 ? 1 : high, hash.getLong() & STATE_BITS_CLEARED);
    }

    /**
     * The encoding is unambiguous: one id is a classification, two are a batch, more are files, and each id is prefixed
     * with its length. The order of the files does not matter.
     */
    private static void add(MessageDigest digest, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
        digest.update(text);
    }

    private static List<String> sorted(List<String> ids) {
        return ids.size() == 1 ? ids : ids.stream().sorted().toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
