package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest calls that have no results yet: a record of results names its call instead of repeating the requests.
 * Whoever writes and whoever reads a file add and take the same calls in the same order and forget the same ones, so a
 * reader has every call that a record names. Not thread-safe.
 */
final class OpenCalls {

    /** Far more than a job has in flight; the oldest calls beyond that are forgotten. */
    static final int MAX_IDS = 50_000;

    /** A call that was begun, with its number in the file and the number of its ids. */
    record OpenCall(long number, HashedRequests hashed, int ids) {

        static OpenCall of(long number, List<DeletionRequest> requests) {
            return new OpenCall(number, HashedRequests.of(requests), idsOf(requests));
        }

        private static int idsOf(List<DeletionRequest> requests) {
            int ids = 0;
            for (DeletionRequest request : requests) {
                ids += request instanceof DeleteFiles files ? files.fileIds().size() : 1;
            }
            return ids;
        }

        List<DeletionRequest> requests() {
            return hashed.requests();
        }

        private DeletionRequest first() {
            return requests().get(0);
        }

        @SuppressWarnings("ReferenceEquality") // nearly always the same objects, which another thread has in its cache
        private boolean hasRequests(List<DeletionRequest> others) {
            if (requests().size() != others.size()) {
                return false;
            }
            for (int i = 0; i < others.size(); i++) {
                DeletionRequest request = requests().get(i);
                if (request != others.get(i) && !request.equals(others.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<Long, OpenCall> byNumber = new LinkedHashMap<>(); // oldest first
    private final Map<DeletionRequest, OpenCall> byFirstRequest = new HashMap<>();
    private int ids;

    void add(OpenCall call) {
        if (call.requests().isEmpty() || call.ids() > MAX_IDS) {
            return;
        }
        take(call.number());
        byNumber.put(call.number(), call);
        byFirstRequest.put(call.first(), call);
        ids += call.ids();
        forgetOldest();
    }

    private void forgetOldest() {
        Iterator<OpenCall> oldest = byNumber.values().iterator();
        while (ids > MAX_IDS) {
            OpenCall forgotten = oldest.next();
            oldest.remove();
            removed(forgotten);
        }
    }

    /** Removes the call with this number, if there is one. */
    Optional<OpenCall> take(long number) {
        OpenCall taken = byNumber.remove(number);
        removed(taken);
        return Optional.ofNullable(taken);
    }

    /** Removes the latest call with exactly these requests, if there is one. */
    Optional<OpenCall> take(List<DeletionRequest> requests) {
        OpenCall found = requests.isEmpty() ? null : byFirstRequest.get(requests.get(0));
        return found != null && found.hasRequests(requests) ? take(found.number()) : Optional.empty();
    }

    private void removed(@Nullable OpenCall call) {
        if (call != null) {
            ids -= call.ids();
            byFirstRequest.remove(call.first(), call);
        }
    }
}
