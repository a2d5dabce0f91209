package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
                        .map(states -> requireOneEach(requests, states))
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the ledger returned no states"))),
                (states, failure) -> onStates(window, requests, states, failure));
    }

    /** The requests of the window in its order, and then what encloses them. */
    private static List<DeletionRequest> withEnclosing(List<PendingRequest> window) {
        List<DeletionRequest> requests = new ArrayList<>(window.size());
        Set<DeletionRequest> enclosing = new LinkedHashSet<>();
        for (PendingRequest pending : window) {
            DeletionRequest request = pending.request();
            if (requests.isEmpty() || !areOfOneBatch(requests.get(requests.size() - 1), request)) {
                enclosing.addAll(request.enclosing());
            }
            requests.add(request);
        }
        requests.addAll(enclosing);
        return requests;
    }

    private static boolean areOfOneBatch(DeletionRequest one, DeletionRequest other) {
        return one instanceof DeleteFiles first
                && other instanceof DeleteFiles second
                && first.batchId().equals(second.batchId())
                && first.classificationId().equals(second.classificationId());
    }

    private static List<State> requireOneEach(List<DeletionRequest> requests, List<State> states) {
        if (states.size() != requests.size()) {
            throw new IllegalStateException(
                    "the ledger was asked for " + requests.size() + " states and gave " + states.size());
        }
        return states;
    }

    private void onStates(
            List<PendingRequest> window,
            List<DeletionRequest> requests,
            @Nullable List<State> states,
            @Nullable Throwable failure) {
        isPending = false;
        if (failure != null) {
            stop.stop(failure);
        }
        Throwable reason = stop.reason();
        if (reason != null) {
            recorder.reject(window, reason);
        } else if (states != null) {
            List<PendingRequest> unsettled = unsettled(window, states);
            Set<DeletionRequest> deleted = deletedEnclosing(window.size(), requests, states);
            unsettled.removeIf(pending -> isSubsumed(pending, deleted));
            send.accept(unsettled);
        }
    }

    private List<PendingRequest> unsettled(List<PendingRequest> window, List<State> states) {
        List<PendingRequest> unsettled = new ArrayList<>(window.size());
        for (int i = 0; i < window.size(); i++) {
            PendingRequest pending = window.get(i);
            switch (states.get(i)) {
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
        return unsettled;
    }

    private static Set<DeletionRequest> deletedEnclosing(int from, List<DeletionRequest> requests, List<State> states) {
        Set<DeletionRequest> deleted = new HashSet<>();
        for (int i = from; i < requests.size(); i++) {
            if (states.get(i) == State.DELETED) {
                deleted.add(requests.get(i));
            }
        }
        return deleted;
    }

    private boolean isSubsumed(PendingRequest pending, Set<DeletionRequest> deleted) {
        if (deleted.isEmpty()) {
            return false;
        }
        for (DeletionRequest enclosing : pending.request().enclosing()) {
            if (deleted.contains(enclosing)) {
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
