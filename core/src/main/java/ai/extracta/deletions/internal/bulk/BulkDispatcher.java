package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.ResponseException;
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
import org.jspecify.annotations.Nullable;
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
    private final OtherWriters others;
    private final CallPlanner planner;
    private final BisectionBudget budget = new BisectionBudget();
    private final ReachabilityGuard reachability;
    private final CallCompletionHandler completionHandler;
    private final ConflictTracker conflicts = new ConflictTracker();
    private final Deque<BulkCall> ready = new ArrayDeque<>();
    private final Set<BulkCall> unsent = new LinkedHashSet<>();
    private final Set<BulkCall> inFlight = new LinkedHashSet<>();
    private int running;

    BulkDispatcher(
            BulkDeletion deletion,
            ProgressTracker progress,
            LedgerRecorder recorder,
            PendingOperations operations,
            StopSignal stop,
            ReachabilityGuard reachability) {
        this.delete = deletion.delete();
        this.options = deletion.options();
        this.timer = deletion.timer();
        this.progress = progress;
        this.recorder = recorder;
        this.operations = operations;
        this.stop = stop;
        this.others = new OtherWriters(recorder.ledger(), operations, stop);
        this.reachability = reachability;
        this.planner = new CallPlanner(options.maxFilesPerCall());
        this.completionHandler = new CallCompletionHandler(
                options,
                deletion.notFoundMeansAbsent() || options.notFoundMeansAbsent(),
                planner,
                budget,
                deletion.isClosed(),
                stop);
    }

    /** Plans calls for the requests; {@link #dispatchReady} sends them. */
    void add(Collection<PendingRequest> requests) {
        List<BulkCall> calls = planner.plan(requests, null);
        if (options.dryRun()) {
            calls.forEach(this::dryRun);
            return;
        }
        unsent.addAll(calls);
        calls.stream().filter(conflicts::register).forEach(this::enqueue);
    }

    private void enqueue(BulkCall call) {
        ready.add(call);
        budget.onReady(call);
    }

    /** Creates the call without subscribing to it, which reveals whether it could be sent. */
    private void dryRun(BulkCall call) {
        List<PendingRequest> requests = unsettled(call);
        try {
            Objects.requireNonNull(delete.apply(call.request()));
            requests.forEach(pending -> pending.skipped(Skipped.Reason.DRY_RUN));
        } catch (Throwable thrown) {
            RuntimeException failure = notCreated(call, thrown);
            requests.forEach(pending -> pending.failed(failure));
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
        while (running < reachability.maxRunning() && !ready.isEmpty()) {
            start(ready.remove());
        }
    }

    private void start(BulkCall call) {
        running++;
        unsent.remove(call);
        recorder.begin(call.request(), call.requests(), rejection -> onRecorded(call, rejection));
    }

    private void onRecorded(BulkCall call, @Nullable CallRejectedException rejection) {
        Throwable reason = stop.reason();
        DeletionRequest enclosing = call.subsumedBy();
        if (rejection != null) {
            end(call, completionHandler.rejected(call, rejection));
        } else if (reason != null) {
            end(call, completionHandler.rejected(call, StopSignal.notSent(call.request(), reason)));
        } else if (enclosing != null) {
            unsettled(call).forEach(pending -> pending.subsumed(enclosing));
            end(call, NextStep.complete(call));
        } else {
            send(call);
        }
    }

    private void send(BulkCall call) {
        Mono<DeletionReceipt> exchange;
        try {
            exchange = delete.apply(call.request());
        } catch (Throwable thrown) {
            end(call, completionHandler.rejected(call, notCreated(call, thrown)));
            return;
        }
        progress.onCallStarted();
        inFlight.add(call);
        long begin = timer.now(TimeUnit.NANOSECONDS);
        operations.subscribe(exchange, (receipt, failure) -> onEnded(call, receipt, failure, begin));
    }

    private static RuntimeException notCreated(BulkCall call, Throwable thrown) {
        return thrown instanceof RuntimeException known
                ? known
                : new CallRejectedException(call.request(), "it could not be created", thrown);
    }

    private void onEnded(BulkCall call, @Nullable DeletionReceipt receipt, @Nullable Throwable failure, long begin) {
        inFlight.remove(call);
        if (reachability.onEnded(failure)) {
            sendAgain(call);
            return;
        }
        Duration elapsed = Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - begin);
        if (failure instanceof ResponseException refusal && completionHandler.isUnexplained(call, refusal)) {
            explain(call, refusal, elapsed);
        } else {
            end(call, completionHandler.ended(call, receipt, failure, elapsed));
        }
    }

    private void explain(BulkCall call, ResponseException notFound, Duration elapsed) {
        others.startedOf(
                call.itemRequests(),
                started -> end(
                        call,
                        started == null
                                ? completionHandler.unexplained(call, notFound)
                                : completionHandler.notFound(call, notFound, elapsed, started)));
    }

    private void sendAgain(BulkCall call) {
        running--;
        unsent.add(call);
        ready.addFirst(call);
    }

    private void end(BulkCall call, NextStep next) {
        running--;
        proceed(next);
        proceed(completionHandler.afterEnd(call));
    }

    private void proceed(NextStep next) {
        unsent.addAll(next.continuations());
        enqueueFirst(next.continuations());
        next.completed().forEach(this::complete);
        next.refused().forEach(this::settle);
    }

    private void settle(RefusedCall refused) {
        if (!FailureClassifier.isNotFound(refused.refusal())) {
            proceed(completionHandler.settled(refused, Set.of()));
            return;
        }
        others.startedOf(
                refused.call().itemRequests(),
                started -> proceed(
                        started == null
                                ? completionHandler.unexplained(refused.call(), refused.refusal())
                                : completionHandler.settled(refused, started)));
    }

    private void enqueueFirst(List<BulkCall> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            ready.addFirst(calls.get(i));
            budget.onReady(calls.get(i));
        }
    }

    private void complete(BulkCall call) {
        recorder.finish(call.requests());
        if (call.complete()) {
            conflicts.complete(call.root()).forEach(this::enqueue);
        }
    }

    void rejectUnsent(Throwable reason) {
        reachability.cancel();
        proceed(budget.bisectDeferred());
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
        try {
            reachability.cancel();
            inFlight.forEach(call -> cancelled.addAll(unsettled(call)));
        } finally {
            operations.cancel();
        }
        for (PendingRequest pending : cancelled) {
            pending.markUnknown();
            pending.failed(StopSignal.notSent(pending.request(), new CancellationException("cancelled")));
        }
        recorder.recordQuietly(cancelled);
    }
}
