package ai.extracta.deletions.internal.limit;

import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * Runs a limited number of Monos at a time and queues the others, first in, first out. A queued Mono has not been
 * subscribed to and, once cancelled, never is. Thread-safe.
 */
public final class Limiter {

    /** After a pause the first starts are staggered over this fraction of it, at most {@link #MAX_STAGGER}. */
    private static final int STAGGER_DIVISOR = 10;

    private static final long MAX_STAGGER = TimeUnit.SECONDS.toNanos(1);

    private final Limit limit;
    private final int maxWaiting;
    private final Scheduler timer;
    private final DoubleSupplier random;

    private final Object lock = new Object();
    private final Set<LimitedSubscriber<?>> queue = new LinkedHashSet<>();
    private final AtomicInteger wip = new AtomicInteger();
    private int inFlight;
    private boolean paused;
    private long pausedUntil;
    private Disposable resumption = Disposables.disposed();
    private int startsToStagger;
    private long maxStaggerGap;
    private boolean closed;

    /** The limit must not be shared with another limiter; {@code random} is from 0 inclusive to 1 exclusive. */
    public Limiter(Limit limit, int maxWaiting, Scheduler timer, DoubleSupplier random) {
        this.limit = limit;
        this.maxWaiting = maxWaiting;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Subscribes to a source once there is a slot, and releases the slot before it signals the end. The source is
     * queued when the subscriber first requests; it fails with a {@link LimiterRejectionException} if it gets no slot.
     */
    public <T> void subscribe(CorePublisher<T> source, long maxWaitNanos, CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new LimitedSubscriber<>(this, source, maxWaitNanos, actual, false));
    }

    /** The same for a source that continues an accepted one: it is queued even if the queue is full. */
    public <T> void resubscribe(CorePublisher<T> source, long maxWaitNanos, CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new LimitedSubscriber<>(this, source, maxWaitNanos, actual, true));
    }

    /**
     * Starts nothing for this long; a current pause is never shortened, and running calls continue. Afterwards, as many
     * as may run at a time do not start at once but at random intervals, over at most a tenth of the pause.
     */
    public void pause(Duration duration) {
        long nanos = Durations.capped(duration).toNanos();
        synchronized (lock) {
            long until = now() + nanos;
            if (!isPaused() || until - pausedUntil > 0) {
                startsToStagger = limit.current();
                maxStaggerGap = Math.min(nanos / STAGGER_DIVISOR, MAX_STAGGER) / startsToStagger;
                pauseFor(nanos + staggerGap());
            }
        }
    }

    private long staggerGap() {
        return (long) (maxStaggerGap * random.getAsDouble());
    }

    private void pauseFor(long nanos) {
        paused = true;
        pausedUntil = now() + nanos;
        scheduleResume(nanos);
    }

    /** Without a timer there is no pause: a queued call must not wait for a task that never runs. */
    private void scheduleResume(long nanos) {
        try {
            resumption = timer.schedule(this::resume, nanos, TimeUnit.NANOSECONDS);
        } catch (Throwable noTimer) {
            paused = false;
        }
    }

    /** Rejects queued and later calls; running calls continue. Idempotent. */
    public void close() {
        Set<LimitedSubscriber<?>> rejected;
        synchronized (lock) {
            closed = true;
            rejected = new LinkedHashSet<>(queue);
            queue.clear();
            resumption.dispose();
        }
        rejected.forEach(subscriber -> subscriber.reject(Reason.CLOSED));
    }

    public LimiterStatus status() {
        synchronized (lock) {
            Duration remainingPause = isPaused() ? Duration.ofNanos(pausedUntil - now()) : Duration.ZERO;
            return new LimiterStatus(closed, inFlight, limit.current(), queue.size(), remainingPause);
        }
    }

    @Override
    public String toString() {
        synchronized (lock) {
            return "inFlight=" + inFlight + " of " + limit.current() + ", waiting=" + queue.size() + " of "
                    + maxWaiting;
        }
    }

    void enqueue(LimitedSubscriber<?> subscriber, long maxWaitNanos) {
        Reason rejection = null;
        boolean granted = false;
        synchronized (lock) {
            if (closed) {
                rejection = Reason.CLOSED;
            } else if (maxWaitNanos <= 0) {
                rejection = Reason.TIMED_OUT;
            } else if (canStart() && queue.isEmpty()) {
                grant(subscriber);
                granted = true;
            } else if (queue.size() >= maxWaiting && !subscriber.isContinuation) {
                rejection = Reason.FULL;
            } else {
                queue.add(subscriber);
            }
        }
        if (rejection != null) {
            subscriber.reject(rejection);
        } else if (granted) {
            subscriber.start();
        } else {
            subscriber.scheduleTimeout(maxWaitNanos, timer);
        }
    }

    void dequeue(LimitedSubscriber<?> subscriber) {
        synchronized (lock) {
            queue.remove(subscriber);
        }
    }

    void release(LimitedSubscriber<?> subscriber, LimitSignal signal) {
        boolean hasQueued;
        synchronized (lock) {
            try {
                if (limit.isAdaptive()) {
                    limit.onSample(subscriber.generation, now() - subscriber.startedAt, signal, inFlight);
                }
            } finally {
                inFlight--;
            }
            hasQueued = !queue.isEmpty();
        }
        if (hasQueued) {
            drain();
        }
    }

    private void resume() {
        long remaining;
        synchronized (lock) {
            remaining = pausedUntil - now();
            paused = remaining > 0;
            if (paused) {
                scheduleResume(remaining);
            }
        }
        if (remaining <= 0) {
            drain();
        }
    }

    /**
     * Drain loop: a source that completes synchronously must not recurse through the queue. What the subscriber of one
     * call throws must not keep the next one from its slot.
     */
    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            for (LimitedSubscriber<?> next = poll(); next != null; next = poll()) {
                try {
                    next.start();
                } catch (Throwable thrown) {
                    Operators.onErrorDropped(thrown, next.currentContext());
                }
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private @Nullable LimitedSubscriber<?> poll() {
        synchronized (lock) {
            if (!canStart() || queue.isEmpty()) {
                return null;
            }
            Iterator<LimitedSubscriber<?>> iterator = queue.iterator();
            LimitedSubscriber<?> first = iterator.next();
            iterator.remove();
            grant(first);
            return first;
        }
    }

    private void grant(LimitedSubscriber<?> subscriber) {
        inFlight++;
        if (limit.isAdaptive()) {
            subscriber.generation = limit.onStart(inFlight);
            subscriber.startedAt = now();
        }
        if (startsToStagger > 0) {
            startsToStagger--;
            long gap = startsToStagger > 0 ? staggerGap() : 0;
            if (gap > 0) {
                pauseFor(gap);
            }
        }
    }

    /** By the clock, not by whether {@link #resume} ran: a task scheduled for the same time may run before it. */
    private boolean canStart() {
        return inFlight < limit.current() && !isPaused();
    }

    private boolean isPaused() {
        return paused && pausedUntil - now() > 0;
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
