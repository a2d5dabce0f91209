package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps states in memory and logs its operations in a queue that the test may share. */
final class RecordingLedger implements DeletionLedger {

    private final Map<DeletionRequest, State> states = new ConcurrentHashMap<>();
    private final Queue<String> events;
    private volatile Mono<Void> durable = Mono.empty();
    private volatile @Nullable List<Boolean> answers;
    private volatile boolean failsToBegin;
    private volatile boolean failsToFinish;

    RecordingLedger() {
        this(new ConcurrentLinkedQueue<>());
    }

    RecordingLedger(Queue<String> events) {
        this.events = events;
    }

    RecordingLedger knowing(DeletionRequest request, State state) {
        states.put(request, state);
        return this;
    }

    /** Begins nothing before the Mono completes. */
    RecordingLedger beginningAfter(Mono<Void> disk) {
        durable = disk;
        return this;
    }

    RecordingLedger failingToBegin() {
        failsToBegin = true;
        return this;
    }

    RecordingLedger failingToFinish() {
        failsToFinish = true;
        return this;
    }

    /** Always says this of what others have started. */
    RecordingLedger answering(List<Boolean> startedByOthers) {
        answers = startedByOthers;
        return this;
    }

    State state(DeletionRequest request) {
        return states.getOrDefault(request, State.PENDING);
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        return Mono.fromSupplier(() -> requests.stream().map(this::state).toList());
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        return durable.then(Mono.defer(() -> {
            if (failsToBegin) {
                return Mono.error(new IOException("no space left on device"));
            }
            events.add("begin " + requests.size());
            requests.forEach(request -> states.put(request, State.STARTED));
            return Mono.empty();
        }));
    }

    @Override
    public Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
        List<Boolean> fixed = answers;
        return fixed == null ? DeletionLedger.super.startedByOthers(requests) : Mono.just(fixed);
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        return Mono.defer(() -> {
            if (failsToFinish) {
                return Mono.error(new IOException("no space left on device"));
            }
            events.add("finish " + results.size());
            results.forEach(result -> states.put(result.request(), DeletionLedger.stateAfter(result)));
            return Mono.empty();
        });
    }

    @Override
    public void close() {}
}
