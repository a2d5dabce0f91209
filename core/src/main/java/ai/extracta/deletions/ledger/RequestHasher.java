package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.security.SecureRandom;
import java.util.List;

/**
 * Hashes requests, with a key of this process that nobody knows, so that nobody can choose ids whose hashes collide.
 * Requests for files of the same batch share the work for their parent. Not thread-safe.
 */
final class RequestHasher {

    private static final long STATE_BITS_CLEARED = ~3L;
    private static final int CHARS_PER_WORD = Long.BYTES / Character.BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long KEY_0 = RANDOM.nextLong();
    private static final long KEY_1 = RANDOM.nextLong();

    private final SipHash start = new SipHash(KEY_0, KEY_1);
    private final SipHash batch = new SipHash(KEY_0, KEY_1);
    private final SipHash hash = new SipHash(KEY_0, KEY_1);
    private String classificationId = "";
    private String batchId = "";

    /** Puts the two numbers at the position. */
    void hash(DeletionRequest request, long[] hashes, int at) {
        if (request instanceof DeleteFiles files) {
            startInBatch(files);
            for (String id : sorted(files.fileIds())) {
                add(id);
            }
        } else {
            hash.set(start);
            add(request.classificationId());
            if (request instanceof DeleteBatch whole) {
                add(whole.batchId());
            }
        }
        long high = hash.first();
        hashes[at] = high == 0 ? 1 : high;
        hashes[at + 1] = hash.second() & STATE_BITS_CLEARED;
    }

    private void startInBatch(DeleteFiles files) {
        if (files.batchId().equals(batchId) && files.classificationId().equals(classificationId)) {
            hash.set(batch);
            return;
        }
        hash.set(start);
        add(files.classificationId());
        add(files.batchId());
        batch.set(hash);
        classificationId = files.classificationId();
        batchId = files.batchId();
    }

    /**
     * The encoding is unambiguous: one id is a classification, two are a batch, more are files, and each id is prefixed
     * with its length. The order of the files does not matter.
     */
    private void add(String id) {
        int length = id.length();
        hash.add(length);
        for (int from = 0; from < length; from += CHARS_PER_WORD) {
            long word = 0;
            for (int i = Math.min(length, from + CHARS_PER_WORD) - 1; i >= from; i--) {
                word = (word << Character.SIZE) | id.charAt(i);
            }
            hash.add(word);
        }
    }

    private static List<String> sorted(List<String> ids) {
        return ids.size() == 1 ? ids : ids.stream().sorted().toList();
    }
}
