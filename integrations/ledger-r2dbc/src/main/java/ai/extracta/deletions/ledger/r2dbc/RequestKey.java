package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identifies a request in the database, whatever the length of its ids: the first 128 bits of the SHA-256 of its
 * target. It is stored, so it must never change.
 */
final class RequestKey {

    private RequestKey() {}

    static UUID of(DeletionRequest request) {
        MessageDigest digest = sha256();
        add(digest, request.classificationId());
        if (request instanceof DeleteBatch batch) {
            add(digest, batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            add(digest, files.batchId());
            files.fileIds().stream().sorted().forEach(id -> add(digest, id));
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** Unambiguous: one id is a classification, two are a batch, more are files; each is prefixed with its length. */
    private static void add(MessageDigest digest, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
        digest.update(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
