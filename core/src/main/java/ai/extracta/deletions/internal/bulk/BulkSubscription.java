package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.internal.limit.SerialExecutor;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/** One subscription to a stream of deletions. Its state is accessed in tasks only, which run one at a time. */
final class BulkSubscription<T, R> implements CoreSubscriber<T>, Subscription {

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<BulkSubscription> DEMAND =
            AtomicLongFieldUpdater.newUpdater(BulkSubscription.class, "demand");

    private final CoreSubscriber<? super R> actual;
    private final Correlation<T, R> correlation;
    private final int window;
    private final SerialExecutor executor = new SerialExecutor();
    private final StopSignal stop = new StopSignal();
    private final ProgressTracker progress;
    private final PendingOperations operations;
    private final LedgerRecorder recorder;
    private final BulkDispatcher dispatcher;
    private final LedgerLookup lookup;
    private final WindowBuffer windows;
    private final Queue<R> results = new ArrayDeque<>();
    private volatile long demand;
    private volatile Subscription source = Operators.emptySubscription();
    private volatile boolean isCancelled;
    private boolean isSourceDone;
    private boolean isSourceCancelled;
    private boolean isTerminated;
    private int deliveredSinceRequest;

    BulkSubscription(CoreSubscriber<? super R> actual, BulkDeletion deletion, Correlation<T, R> correlation) {
        BulkOptions options = deletion.options();
        Scheduler timer = deletion.timer();
        this.actual = actual;
        this.correlation = correlation;
        this.window = options.window();
        @Nullable DeletionLedger ledger = options.ledger().orElse(null);
        this.progress = new ProgressTracker(options, timer);
        this.operations = new PendingOperations(actual.currentContext(), this::run);
        this.recorder = new LedgerRecorder(options.dryRun() ? null : ledger, operations, stop);
        this.dispatcher = new BulkDispatcher(
                deletion, progress, recorder, operations, stop, new ReachabilityGuard(options, timer, this::run, stop));
        this.lookup = new LedgerLookup(ledger, operations, recorder, stop, dispatcher::add);
        this.windows = new WindowBuffer(window, options.linger(), timer, this::run);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(source == Operators.emptySubscription() ? null : source, subscription)) {
            source = subscription;
            progress.startReporting(this::run);
            actual.onSubscribe(this);
            subscription.request(2L * window);
        }
    }

    @Override
    public void onNext(@Nullable T element) {
        run(() -> accept(element));
    }

    private void accept(@Nullable T element) {
        long index = progress.nextIndex();
        if (element == null) {
            acceptNull(Failed.ofNull(index));
            return;
        }
        DeletionRequest request;
        try {
            request = correlation.toRequest().apply(element);
        } catch (Exception e) { // also a checked one, as Kotlin throws it
            publish(element, Failed.ofUnmapped(index, e));
            return;
        }
        if (request == null) {
            publish(element, Failed.ofUnmapped(index, null));
        } else {
            windows.add(new PendingRequest(index, request, result -> publish(element, result)));
        }
    }

    private void acceptNull(Failed failed) {
        R output = correlation.ofNull().apply(failed);
        if (output == null) {
            stop.stop(failed.failure());
        } else {
            publish(failed, output);
        }
    }

    @Override
    public void onError(Throwable failure) {
        run(() -> {
            isSourceDone = true;
            stop.stop(failure);
        });
    }

    @Override
    public void onComplete() {
        run(() -> isSourceDone = true);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(DEMAND, this, n);
            run(() -> {});
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
        run(() -> {});
    }

    private void run(Runnable task) {
        executor.execute(() -> {
            if (isTerminated) {
                return;
            }
            try {
                task.run();
                advance();
            } catch (Throwable e) { // a bug here, or a subscriber that throws
                terminate();
                actual.onError(e);
            }
        });
    }

    private void advance() {
        if (isCancelled) {
            terminate();
            return;
        }
        Throwable reason = stop.reason();
        if (reason == null) {
            lookUp();
            dispatcher.dispatchReady();
        } else {
            rejectUnsent(reason);
        }
        deliver();
        completeIfDone();
    }

    private void lookUp() {
        if (isSourceDone) {
            windows.close();
        } else if (dispatcher.hasRoom()) {
            windows.closeIfDue();
        }
        while (windows.hasClosed() && !lookup.isPending()) {
            lookup.lookUp(windows.takeClosed());
        }
    }

    private void rejectUnsent(Throwable reason) {
        cancelSource();
        windows.close();
        while (windows.hasClosed()) {
            recorder.reject(windows.takeClosed(), reason);
        }
        dispatcher.rejectUnsent(reason);
    }

    /** What the source has emitted meanwhile is a task before the last one here, and has a result like the others. */
    private void cancelSource() {
        if (!isSourceDone && !isSourceCancelled) {
            isSourceCancelled = true;
            source.cancel();
            run(() -> isSourceDone = true);
        }
    }

    private void publish(T element, DeletionResult result) {
        publish(result, correlation.toOutput().apply(element, result));
    }

    private void publish(DeletionResult result, R output) {
        progress.onResult(result);
        results.add(output);
    }

    private void deliver() {
        long requested = demand;
        long delivered = 0;
        while (delivered != requested && !results.isEmpty() && !isCancelled) {
            actual.onNext(results.remove());
            delivered++;
        }
        if (delivered > 0) {
            Operators.produced(DEMAND, this, delivered);
            requestMore((int) delivered);
        }
    }

    private void requestMore(int delivered) {
        deliveredSinceRequest += delivered;
        if (deliveredSinceRequest > window / 4 && !isSourceDone) {
            int n = deliveredSinceRequest;
            deliveredSinceRequest = 0;
            source.request(n);
        }
    }

    private void completeIfDone() {
        boolean isIdle = windows.isEmpty() && operations.isIdle() && dispatcher.isIdle() && results.isEmpty();
        if (isSourceDone && isIdle && !isCancelled) {
            isTerminated = true;
            progress.reportFinal();
            Throwable reason = stop.reason();
            if (reason == null) {
                actual.onComplete();
            } else {
                actual.onError(reason);
            }
        }
    }

    private void terminate() {
        isTerminated = true;
        windows.cancelLinger();
        source.cancel();
        dispatcher.cancel();
        results.clear();
        progress.reportFinal();
    }
}
