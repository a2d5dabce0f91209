package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A model of a ledger that several processes share: a state only moves forward, and it knows who started what. */
final class SharedLedger {

    private final Map<DeletionRequest, DeletionLedger.State> states = new HashMap<>();
    private final Map<DeletionRequest, Set<Writer>> starters = new HashMap<>();

    synchronized DeletionLedger.State state(DeletionRequest request) {
        return states.getOrDefault(request, DeletionLedger.State.PENDING);
    }

    private synchronized void begin(Writer writer, List<DeletionRequest> requests) {
        for (DeletionRequest request : requests) {
            starters.computeIfAbsent(request, unseen -> new HashSet<>()).add(writer);
            put(request, DeletionLedger.State.STARTED);
        }
    }

    private synchronized void put(DeletionRequest request, DeletionLedger.State state) {
        states.merge(request, state, (before, after) -> before == DeletionLedger.State.DELETED ? before : after);
    }

    private synchronized boolean isStartedByOthers(Writer writer, DeletionRequest request) {
        return starters.getOrDefault(request, Set.of()).stream().anyMatch(other -> other != writer);
    }

    Writer writer() {
        return new Writer();
    }

    /** The ledger as one process sees it. */
    final class Writer implements DeletionLedger {

        private final List<String> events = new ArrayList<>();
        private volatile Mono<Void> beforeAnswer = Mono.empty();

        /** Every operation but a lookup, in order. */
        synchronized List<String> events() {
            return List.copyOf(events);
        }

        synchronized void record(String event) {
            events.add(event);
        }

        /** Answers nothing before the Mono completes, and fails if it fails. */
        Writer answeringAfter(Mono<Void> other) {
            beforeAnswer = other;
            return this;
        }

        @Override
        public Mono<List<State>> lookup(List<DeletionRequest> requests) {
            return Mono.fromSupplier(
                    () -> requests.stream().map(SharedLedger.this::state).toList());
        }

        @Override
        public Mono<Void> begin(List<DeletionRequest> requests) {
            return Mono.fromRunnable(() -> {
                record("begin " + requests.size());
                SharedLedger.this.begin(this, requests);
            });
        }

        @Override
        public Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
            return beforeAnswer.then(Mono.fromSupplier(() -> {
                record("asked about " + requests.size());
                return requests.stream()
                        .map(request -> isStartedByOthers(this, request))
                        .toList();
            }));
        }

        @Override
        public Mono<Void> finish(List<DeletionResult> results) {
            return Mono.fromRunnable(() -> {
                record("finish " + results.size());
                results.forEach(result -> put(result.request(), DeletionLedger.stateAfter(result)));
            });
        }

        @Override
        public void close() {}
    }
}
