package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.internal.bulk.SignalQueue.Signal;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One subscription to a stream of deletions. Whatever happens to it is a signal or sets a flag and wakes it up; one
 * thread at a time handles that, and it alone accesses the other state.
 */
final class BulkSubscription<T, R> implements CoreSubscriber<T>, Subscription {

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<BulkSubscription> DEMAND =
            AtomicLongFieldUpdater.newUpdater(BulkSubscription.class, "demand");

    private final CoreSubscriber<? super R> actual;
    private final Correlation<T, R> correlation;
    private final int window;
    private final SignalQueue signals = new SignalQueue(this::handle);
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
    private volatile boolean hasSourceEnded; // but what it has emitted may still be in the queue
    private volatile @Nullable Throwable sourceFailure;
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
        this.operations = new PendingOperations(actual.currentContext(), signals::add);
        this.recorder = new LedgerRecorder(options.dryRun() ? null : ledger, operations, stop);
        this.dispatcher = new BulkDispatcher(
                deletion,
                progress,
                recorder,
                operations,
                stop,
                new ReachabilityGuard(options, timer, signals::wakeUp, stop));
        this.lookup = new LedgerLookup(ledger, operations, recorder, stop, dispatcher::add);
        this.windows = new WindowBuffer(window, options.linger(), timer, signals::wakeUp);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(source == Operators.emptySubscription() ? null : source, subscription)) {
            source = subscription;
            progress.startReporting(signals::wakeUp);
            actual.onSubscribe(this);
            subscription.request(2L * window);
        }
    }

    @Override
    public void onNext(@Nullable T element) {
        Element taken;
        try {
            taken = new Element(element);
        } catch (Throwable noMemory) {
            stop.stop(noMemory);
            signals.wakeUp();
            return;
        }
        signals.add(taken);
    }

    /** An element of the source, until its result is published. */
    private final class Element extends Signal implements Consumer<DeletionResult> {

        private final @Nullable T element;

        Element(@Nullable T element) {
            this.element = element;
        }

        @Override
        void handle() {
            long index = progress.nextIndex();
            if (element == null) {
                acceptNull(Failed.ofNull(index));
            } else {
                map(index, element);
            }
        }

        private void map(long index, T present) {
            DeletionRequest request;
            try {
                request = correlation.toRequest().apply(present);
            } catch (Exception e) { // also a checked one, as Kotlin throws it
                accept(Failed.ofUnmapped(index, e));
                return;
            }
            if (request == null) {
                accept(Failed.ofUnmapped(index, null));
            } else {
                windows.add(new PendingRequest(index, request, this));
            }
        }

        @Override
        public void accept(DeletionResult result) {
            publish(result, correlation.toOutput().apply(Objects.requireNonNull(element), result));
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
        sourceFailure = failure;
        onComplete();
    }

    @Override
    public void onComplete() {
        hasSourceEnded = true;
        signals.wakeUp();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(DEMAND, this, n);
            signals.wakeUp();
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
        signals.wakeUp();
    }

    private void handle(@Nullable Signal signal) {
        if (isTerminated) {
            return;
        }
        try {
            if (signal != null) {
                signal.handle();
            }
            advance();
        } catch (Throwable thrown) { // a bug here, a subscriber that throws, or an exhausted heap
            fail(thrown);
        }
    }

    private void fail(Throwable thrown) {
        if (isTerminated) { // thrown by the subscriber, which has been notified
            Operators.onErrorDropped(thrown, currentContext());
            return;
        }
        try {
            terminate();
        } catch (Throwable again) {
            Exceptions.addSuppressed(thrown, again);
        } finally {
            actual.onError(thrown);
        }
    }

    private void advance() {
        if (isCancelled) {
            terminate();
            return;
        }
        endSource();
        progress.reportIfDue();
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

    private void endSource() {
        if (hasSourceEnded && !isSourceDone && signals.isEmpty()) {
            isSourceDone = true;
            if (sourceFailure != null) {
                stop.stop(sourceFailure);
            }
        }
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

    /** What the source has emitted meanwhile is in the queue, and has a result like the others. */
    private void cancelSource() {
        if (!isSourceDone && !isSourceCancelled) {
            isSourceCancelled = true;
            source.cancel();
            onComplete();
        }
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
            progress.reportFinal();
            isTerminated = true;
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
        try {
            source.cancel();
            windows.cancelLinger();
        } finally {
            try {
                dispatcher.cancel();
            } finally {
                results.clear();
                progress.reportFinal();
            }
        }
    }
}
