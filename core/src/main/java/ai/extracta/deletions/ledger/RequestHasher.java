package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Hashes many requests with one digest. Not thread-safe. */
final class RequestHasher {

    private static final long STATE_BITS_CLEARED = ~3L;

    private final MessageDigest digest = sha256();
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    RequestHash hash(DeletionRequest request) {
        add(request.classificationId());
        if (request instanceof DeleteBatch batch) {
            add(batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            add(files.batchId());
            sorted(files.fileIds()).forEach(this::add);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = hash.getLong();
        return new RequestHash(high == 0 ? 1 : high, hash.getLong() & STATE_BITS_CLEARED);
    }

    /**
     * The encoding is unambiguous: one id is a classification, two are a batch, more are files, and each id is prefixed
     * with its length. The order of the files does not matter.
     */
    private void add(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        digest.update(length.putInt(0, text.length).array());
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
