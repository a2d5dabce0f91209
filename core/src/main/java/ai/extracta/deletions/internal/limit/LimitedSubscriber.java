package ai.extracta.deletions.internal.limit;

import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One subscription to a {@link Limiter}. Whoever changes {@link #state} owns the consequences, so that a racing cancel,
 * timeout and granted slot can neither subscribe to a cancelled source nor leak the slot.
 */
final class LimitedSubscriber<T> implements CoreSubscriber<T>, Subscription {

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<LimitedSubscriber> STATE =
            AtomicIntegerFieldUpdater.newUpdater(LimitedSubscriber.class, "state");

    private static final int NEW = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;
    private static final int TERMINATED = 3;

    private final Limiter limiter;
    private final CorePublisher<T> source;
    private final long maxWaitNanos;
    private final CoreSubscriber<? super T> actual;
    final boolean isContinuation;
    private volatile int state = NEW;

    /** When, and in which generation of the limit, the slot was granted; guarded by the limiter's lock. */
    long startedAt;

    int generation;

    private volatile @Nullable Subscription upstream;
    private volatile @Nullable Disposable timeout;

    LimitedSubscriber(
            Limiter limiter,
            CorePublisher<T> source,
            long maxWaitNanos,
            CoreSubscriber<? super T> actual,
            boolean isContinuation) {
        this.limiter = limiter;
        this.source = source;
        this.maxWaitNanos = maxWaitNanos;
        this.actual = actual;
        this.isContinuation = isContinuation;
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && STATE.compareAndSet(this, NEW, QUEUED)) {
            limiter.enqueue(this, maxWaitNanos);
        }
    }

    @Override
    public void cancel() {
        int previous = STATE.getAndSet(this, TERMINATED);
        if (previous == QUEUED) {
            dequeue();
        } else if (previous == RUNNING) {
            Subscription current = upstream;
            if (current != null) {
                current.cancel();
            }
            limiter.release(this, LimitSignal.IGNORED);
        }
    }

    /** Called once a slot has been granted. */
    void start() {
        if (!STATE.compareAndSet(this, QUEUED, RUNNING)) {
            limiter.release(this, LimitSignal.IGNORED);
            return;
        }
        dispose(timeout);
        try {
            source.subscribe(this);
        } catch (Throwable fatal) {
            // Reactor rethrows fatal errors such as LinkageError; the slot must not leak.
            onError(fatal);
        }
    }

    void scheduleTimeout(long nanos, Scheduler timer) {
        Disposable task;
        try {
            task = timer.schedule(() -> reject(Reason.TIMED_OUT), nanos, TimeUnit.NANOSECONDS);
        } catch (Throwable noTimer) {
            reject(Reason.NO_TIMER);
            return;
        }
        timeout = task;
        int current = state;
        if (current != QUEUED) {
            task.dispose();
        }
        if (current == TERMINATED) {
            limiter.dequeue(this);
        }
    }

    void reject(Reason reason) {
        LimiterRejectionException rejection = new LimiterRejectionException(reason);
        if (STATE.compareAndSet(this, QUEUED, TERMINATED)) {
            dequeue();
            actual.onError(rejection);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        if (state == TERMINATED) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(T value) {
        if (terminate(LimitSignal.SUCCESS)) {
            actual.onNext(value);
            actual.onComplete();
        } else {
            Operators.onNextDropped(value, currentContext());
        }
    }

    /** A failure that races with cancellation is dropped silently. */
    @Override
    public void onError(Throwable failure) {
        if (terminate(LimitSignal.of(failure))) {
            actual.onError(failure);
        } else if (!(failure instanceof LimitSignal.Source)) {
            Operators.onErrorDropped(failure, currentContext());
        }
    }

    @Override
    public void onComplete() {
        if (terminate(LimitSignal.IGNORED)) {
            actual.onComplete();
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    /** Releases the slot first: downstream may need it. */
    private boolean terminate(LimitSignal signal) {
        if (!STATE.compareAndSet(this, RUNNING, TERMINATED)) {
            return false;
        }
        limiter.release(this, signal);
        return true;
    }

    private void dequeue() {
        dispose(timeout);
        limiter.dequeue(this);
    }

    private static void dispose(@Nullable Disposable disposable) {
        if (disposable != null) {
            disposable.dispose();
        }
    }
}
