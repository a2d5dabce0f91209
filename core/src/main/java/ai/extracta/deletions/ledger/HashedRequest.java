package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;

/** A request, and what identifies it in the index. */
record HashedRequest(DeletionRequest request, RequestHash hash) {

    static List<HashedRequest> of(List<DeletionRequest> requests) {
        RequestHasher hasher = new RequestHasher();
        return requests.stream()
                .map(request -> new HashedRequest(request, hasher.hash(request)))
                .toList();
    }
}
