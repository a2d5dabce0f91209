package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Settles requests whose result the ledger already has, and passes on those that must be sent. */
final class LedgerLookup {

    private final @Nullable DeletionLedger ledger;
    private final PendingOperations operations;
    private final LedgerRecorder recorder;
    private final StopSignal stop;
    private final Consumer<List<PendingRequest>> send;
    private boolean isPending;

    LedgerLookup(
            @Nullable DeletionLedger ledger,
            PendingOperations operations,
            LedgerRecorder recorder,
            StopSignal stop,
            Consumer<List<PendingRequest>> send) {
        this.ledger = ledger;
        this.operations = operations;
        this.recorder = recorder;
        this.stop = stop;
        this.send = send;
    }

    boolean isPending() {
        return isPending;
    }

    void lookUp(List<PendingRequest> window) {
        if (ledger == null) {
            send.accept(window);
            return;
        }
        DeletionLedger readable = ledger;
        List<DeletionRequest> requests = withEnclosing(window);
        isPending = true;
        operations.subscribe(
                Mono.defer(() -> readable.lookup(requests))
                        .map(states -> byRequest(requests, states))
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the ledger returned no states"))),
                (states, failure) -> onStates(window, states, failure));
    }

    private static List<DeletionRequest> withEnclosing(List<PendingRequest> window) {
        Set<DeletionRequest> distinct = new LinkedHashSet<>();
        for (PendingRequest pending : window) {
            distinct.add(pending.request());
            distinct.addAll(pending.request().enclosing());
        }
        return List.copyOf(distinct);
    }

    private static Map<DeletionRequest, State> byRequest(List<DeletionRequest> requests, List<State> states) {
        if (states.size() != requests.size()) {
            throw new IllegalStateException(
                    "the ledger was asked for " + requests.size() + " states and gave " + states.size());
        }
        Map<DeletionRequest, State> byRequest = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            byRequest.put(requests.get(i), states.get(i));
        }
        return byRequest;
    }

    private void onStates(
            List<PendingRequest> window, @Nullable Map<DeletionRequest, State> states, @Nullable Throwable failure) {
        isPending = false;
        if (failure != null) {
            stop.stop(failure);
        }
        Throwable reason = stop.reason();
        if (reason != null) {
            recorder.reject(window, reason);
        } else if (states != null) {
            send.accept(unsettled(window, states));
        }
    }

    private List<PendingRequest> unsettled(List<PendingRequest> window, Map<DeletionRequest, State> states) {
        List<PendingRequest> unsettled = new ArrayList<>();
        for (PendingRequest pending : window) {
            switch (states.getOrDefault(pending.request(), State.PENDING)) {
                case DELETED -> pending.skipped(Skipped.Reason.ALREADY_DELETED);
                case REFUSED -> pending.skipped(Skipped.Reason.PREVIOUSLY_REFUSED);
                case STARTED -> {
                    pending.markUnknown();
                    unsettled.add(pending);
                }
                case PENDING -> unsettled.add(pending);
            }
        }
        recorder.finish(window);
        unsettled.removeIf(pending -> isSubsumed(pending, states));
        return unsettled;
    }

    private boolean isSubsumed(PendingRequest pending, Map<DeletionRequest, State> states) {
        for (DeletionRequest enclosing : pending.request().enclosing()) {
            if (states.get(enclosing) == State.DELETED) {
                recordSubsumed(pending, enclosing);
                return true;
            }
        }
        return false;
    }

    private void recordSubsumed(PendingRequest pending, DeletionRequest enclosing) {
        recorder.begin(pending.request(), List.of(pending), rejection -> {
            if (rejection == null) {
                pending.subsumed(enclosing);
            } else {
                pending.failed(rejection);
            }
            recorder.finish(List.of(pending));
        });
    }
}
