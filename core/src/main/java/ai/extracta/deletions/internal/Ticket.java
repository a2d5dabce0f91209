package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.Rejection.Reason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One subscription's way through a {@link Limiter}. Whoever moves {@link #state} on owns what follows from it, so a cancel,
 * a timeout and a granted slot that meet can neither send what was cancelled nor lose the slot.
 */
final class Ticket<T> implements CoreSubscriber<T>, Subscription {

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<Ticket> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Ticket.class, "state");

    private static final int NEW = 0;
    private static final int WAITING = 1;
    private static final int RUNNING = 2;
    private static final int ENDED = 3;

    private final Limiter limiter;
    private final Mono<T> source;
    private final Duration maxWait;
    private final CoreSubscriber<? super T> actual;
    private volatile int state = NEW;

    /** When and under which setting of the limit it got its slot; guarded by the limiter's lock. */
    private long startedAt;

    private int setting;

    private volatile @Nullable Subscription upstream;
    private volatile @Nullable Disposable expiry;

    Ticket(Limiter limiter, Mono<T> source, Duration maxWait, CoreSubscriber<? super T> actual) {
        this.limiter = limiter;
        this.source = source;
        this.maxWait = maxWait;
        this.actual = actual;
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && STATE.compareAndSet(this, NEW, WAITING)) {
            limiter.enter(this, maxWait);
        }
    }

    @Override
    public void cancel() {
        int was = STATE.getAndSet(this, ENDED);
        if (was == WAITING) {
            leave();
        } else if (was == RUNNING) {
            Subscription running = upstream;
            if (running != null) {
                running.cancel();
            }
            limiter.release(this, Load.UNKNOWN);
        }
    }

    void startedUnder(int settingOfLimit, long now) {
        setting = settingOfLimit;
        startedAt = now;
    }

    int setting() {
        return setting;
    }

    long startedAt() {
        return startedAt;
    }

    /** Called with a slot taken for this ticket. */
    void run() {
        if (!STATE.compareAndSet(this, WAITING, RUNNING)) {
            limiter.release(this, Load.UNKNOWN);
            return;
        }
        dispose(expiry);
        try {
            source.subscribe(this);
        } catch (Throwable fatal) {
            // Reactor throws what it deems fatal, such as a LinkageError: it must not cost others their slot.
            onError(fatal);
        }
    }

    void expireAfter(Duration wait, Scheduler timer) {
        long nanos = Countable.of(wait).toNanos();
        Disposable timeout = timer.schedule(() -> reject(Reason.TIMED_OUT), nanos, TimeUnit.NANOSECONDS);
        expiry = timeout;
        int now = state;
        if (now != WAITING) {
            timeout.dispose();
        }
        if (now == ENDED) {
            limiter.leave(this);
        }
    }

    void reject(Reason reason) {
        if (STATE.compareAndSet(this, WAITING, ENDED)) {
            leave();
            actual.onError(new Rejection(reason));
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        if (state == ENDED) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(T value) {
        if (end(Load.BORNE)) {
            actual.onNext(value);
            actual.onComplete();
        } else {
            Operators.onNextDropped(value, currentContext());
        }
    }

    /** Whoever has cancelled need not hear, nor anybody's log, how an attempt ended that did so at that moment. */
    @Override
    public void onError(Throwable failure) {
        if (end(Load.of(failure))) {
            actual.onError(failure);
        } else if (!(failure instanceof Load.Report)) {
            Operators.onErrorDropped(failure, currentContext());
        }
    }

    @Override
    public void onComplete() {
        if (end(Load.UNKNOWN)) {
            actual.onComplete();
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    /** Gives the slot back first: what follows in the chain may need it. */
    private boolean end(Load load) {
        if (!STATE.compareAndSet(this, RUNNING, ENDED)) {
            return false;
        }
        limiter.release(this, load);
        return true;
    }

    private void leave() {
        dispose(expiry);
        limiter.leave(this);
    }

    private static void dispose(@Nullable Disposable disposable) {
        if (disposable != null) {
            disposable.dispose();
        }
    }
}
