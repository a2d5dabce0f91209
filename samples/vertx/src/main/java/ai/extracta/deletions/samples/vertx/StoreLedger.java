package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Makes the store the ledger of {@code deleteAll}: a document is UNKNOWN in it before its deletion is sent, and the
 * next run, also of a restarted service, knows whether "not found" means that an earlier deletion had deleted it.
 */
record StoreLedger(DocumentStore store) implements DeletionLedger {

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        return Bridge.toMono(() -> store.states(requests))
                .map(states -> states.stream().map(DocumentState::ledgerState).toList());
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        return record(requests.stream().map(Finding::started).toList());
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        return record(results.stream().map(Finding::of).toList());
    }

    private Mono<Void> record(List<Finding> findings) {
        return Bridge.toMono(() -> store.record(findings));
    }

    /** The store is closed by whoever opened it. */
    @Override
    public void close() {}
}
