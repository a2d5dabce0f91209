package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Decides when each call of a stream is sent. */
final class BulkDispatcher {

    private final Function<DeletionRequest, Mono<DeletionReceipt>> delete;
    private final BulkOptions options;
    private final Scheduler timer;
    private final ProgressTracker progress;
    private final LedgerRecorder recorder;
    private final PendingOperations operations;
    private final StopSignal stop;
    private final CallPlanner planner;
    private final CallCompletionHandler completionHandler;
    private final ConflictTracker conflicts = new ConflictTracker();
    private final Deque<BulkCall> ready = new ArrayDeque<>();
    private final Set<BulkCall> unsent = new LinkedHashSet<>();
    private final Set<BulkCall> inFlight = new LinkedHashSet<>();
    private int running;

    BulkDispatcher(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            BulkOptions options,
            Scheduler timer,
            ProgressTracker progress,
            LedgerRecorder recorder,
            PendingOperations operations,
            StopSignal stop) {
        this.delete = delete;
        this.options = options;
        this.timer = timer;
        this.progress = progress;
        this.recorder = recorder;
        this.operations = operations;
        this.stop = stop;
        this.planner = new CallPlanner(options.maxFilesPerCall());
        this.completionHandler = new CallCompletionHandler(options, planner, stop);
    }

    /** Plans calls for the requests; {@link #dispatchReady} sends them. */
    void add(Collection<PendingRequest> requests) {
        List<BulkCall> calls = planner.plan(requests, null);
        if (options.dryRun()) {
            calls.forEach(this::dryRun);
            return;
        }
        unsent.addAll(calls);
        calls.stream().filter(conflicts::register).forEach(ready::add);
    }

    /** Creates the call without subscribing to it, which reveals whether it could be sent. */
    private void dryRun(BulkCall call) {
        List<PendingRequest> requests = unsettled(call);
        try {
            Objects.requireNonNull(delete.apply(call.request()));
            requests.forEach(pending -> pending.skipped(Skipped.Reason.DRY_RUN));
        } catch (RuntimeException e) {
            requests.forEach(pending -> pending.failed(e));
        }
        recorder.finish(requests);
    }

    private static List<PendingRequest> unsettled(BulkCall call) {
        return call.requests().stream().filter(pending -> !pending.isSettled()).toList();
    }

    boolean hasRoom() {
        return running + ready.size() < options.concurrency();
    }

    boolean isIdle() {
        return running == 0 && unsent.isEmpty();
    }

    void dispatchReady() {
        while (running < options.concurrency() && !ready.isEmpty()) {
            start(ready.remove());
        }
    }

    private void start(BulkCall call) {
        running++;
        unsent.remove(call);
        recorder.begin(call.request(), call.requests(), rejection -> {
            Throwable reason = stop.reason();
            DeletionRequest enclosing = call.subsumedBy();
            if (rejection != null) {
                complete(call, completionHandler.rejected(call, rejection));
            } else if (reason != null) {
                complete(call, completionHandler.rejected(call, StopSignal.notSent(call.request(), reason)));
            } else if (enclosing != null) {
                unsettled(call).forEach(pending -> pending.subsumed(enclosing));
                complete(call, List.of());
            } else {
                send(call);
            }
        });
    }

    private void send(BulkCall call) {
        Mono<DeletionReceipt> exchange;
        try {
            exchange = delete.apply(call.request());
        } catch (RuntimeException e) {
            complete(call, completionHandler.rejected(call, e));
            return;
        }
        progress.onCallStarted();
        inFlight.add(call);
        long begin = timer.now(TimeUnit.NANOSECONDS);
        operations.subscribe(exchange, (receipt, failure) -> {
            inFlight.remove(call);
            Duration elapsed = Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - begin);
            complete(call, completionHandler.completed(call, receipt, failure, elapsed));
        });
    }

    private void complete(BulkCall call, List<BulkCall> continuations) {
        running--;
        unsent.addAll(continuations);
        enqueueFirst(continuations);
        recorder.finish(call.requests());
        if (call.complete()) {
            conflicts.complete(call.root()).forEach(ready::add);
        }
    }

    private void enqueueFirst(List<BulkCall> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            ready.addFirst(calls.get(i));
        }
    }

    void rejectUnsent(Throwable reason) {
        ready.clear();
        List<BulkCall> calls = List.copyOf(unsent);
        unsent.clear();
        for (BulkCall call : calls) {
            completionHandler.rejected(call, StopSignal.notSent(call.request(), reason));
            recorder.finish(call.requests());
        }
    }

    /** Cancels the calls in flight; their outcome is not known. */
    void cancel() {
        Set<PendingRequest> cancelled = new LinkedHashSet<>();
        inFlight.forEach(call -> cancelled.addAll(unsettled(call)));
        operations.cancel();
        for (PendingRequest pending : cancelled) {
            pending.markUnknown();
            pending.failed(StopSignal.notSent(pending.request(), new CancellationException("cancelled")));
        }
        recorder.recordQuietly(cancelled);
    }
}
