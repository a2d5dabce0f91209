package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.Rejection.Reason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a limited number of Monos run at a time and keeps the others waiting, first come, first served.
 *
 * <p>What waits has not been subscribed to: cancelling it means that it never is. Thread-safe.
 */
public final class Limiter {

    /** After a pause the first starts are spread over this part of its length, but no longer than a second. */
    private static final int PART_OF_PAUSE = 10;

    private static final long LONGEST_SPREAD = TimeUnit.SECONDS.toNanos(1);

    private final Limit limit;
    private final int maxWaiting;
    private final Scheduler timer;
    private final DoubleSupplier random;

    private final Object lock = new Object();
    private final Set<Ticket<?>> waiting = new LinkedHashSet<>();
    private final AtomicInteger drains = new AtomicInteger();
    private int running;
    private boolean paused;
    private long pausedUntil;
    private int startsToSpread;
    private long longestGap;
    private boolean closed;

    /**
     * Makes a limiter.
     *
     * @param limit how many run at a time; for this limiter only
     * @param maxWaiting how many more may wait
     * @param timer for the time limits
     * @param random from 0 inclusive to 1 exclusive, for what should not happen to everybody at once
     */
    public Limiter(Limit limit, int maxWaiting, Scheduler timer, DoubleSupplier random) {
        this.limit = limit;
        this.maxWaiting = maxWaiting;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Returns a Mono that behaves like its source once it has a slot, and gives the slot back before it says that it
     * ended. It enters the line when it is first requested.
     *
     * @param source what to run
     * @param maxWait how long it may wait for a slot
     * @param <T> what it emits
     * @return cold; fails with a {@link Rejection} if it gets no slot
     */
    public <T> Mono<T> admit(Mono<T> source, Duration maxWait) {
        return new LimitedMono<>(this, source, maxWait);
    }

    /**
     * As {@link #admit(Mono, Duration)}, at once subscribed to.
     *
     * @param source what to run
     * @param maxWait how long it may wait for a slot
     * @param actual who subscribes
     * @param <T> what it emits
     */
    public <T> void admit(Mono<T> source, Duration maxWait, CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new Ticket<>(this, source, maxWait, actual));
    }

    /**
     * Lets nothing start for a while. What runs goes on. Afterwards, as many as may run at a time do not start at once but a
     * random while after each other, over at most a tenth of the pause.
     *
     * @param duration for how long from now; a pause under way is never shortened
     */
    public void pause(Duration duration) {
        long nanos = Countable.of(duration).toNanos();
        synchronized (lock) {
            long until = now() + nanos;
            if (!isPaused() || until - pausedUntil > 0) {
                startsToSpread = limit.current();
                longestGap = Math.min(nanos / PART_OF_PAUSE, LONGEST_SPREAD) / startsToSpread;
                hold(nanos + gap());
            }
        }
    }

    private long gap() {
        return (long) (longestGap * random.getAsDouble());
    }

    private void hold(long nanos) {
        paused = true;
        pausedUntil = now() + nanos;
        timer.schedule(this::resume, nanos, TimeUnit.NANOSECONDS);
    }

    /** Turns away what waits and whatever comes. What runs goes on. Idempotent. */
    public void close() {
        Set<Ticket<?>> turnedAway;
        synchronized (lock) {
            closed = true;
            turnedAway = new LinkedHashSet<>(waiting);
            waiting.clear();
        }
        turnedAway.forEach(ticket -> ticket.reject(Reason.CLOSED));
    }

    void enter(Ticket<?> ticket, Duration maxWait) {
        Reason rejection = null;
        boolean runs = false;
        synchronized (lock) {
            if (closed) {
                rejection = Reason.CLOSED;
            } else if (maxWait.isZero() || maxWait.isNegative()) {
                rejection = Reason.TIMED_OUT;
            } else if (canStart() && waiting.isEmpty()) {
                take(ticket);
                runs = true;
            } else if (waiting.size() >= maxWaiting) {
                rejection = Reason.FULL;
            } else {
                waiting.add(ticket);
            }
        }
        if (rejection != null) {
            ticket.reject(rejection);
        } else if (runs) {
            ticket.run();
        } else {
            ticket.expireAfter(maxWait, timer);
        }
    }

    void leave(Ticket<?> ticket) {
        synchronized (lock) {
            waiting.remove(ticket);
        }
    }

    void release(Ticket<?> ticket, Load load) {
        boolean isAnyoneWaiting;
        synchronized (lock) {
            if (limit.learns()) {
                limit.ended(ticket.setting(), now() - ticket.startedAt(), load, running);
            }
            running--;
            isAnyoneWaiting = !waiting.isEmpty();
        }
        if (isAnyoneWaiting) {
            drain();
        }
    }

    private void resume() {
        long left;
        synchronized (lock) {
            left = pausedUntil - now();
            paused = left > 0;
        }
        if (left > 0) {
            timer.schedule(this::resume, left, TimeUnit.NANOSECONDS);
        } else {
            drain();
        }
    }

    /** One thread at a time starts what waits: a source that ends at once would otherwise recurse through the line. */
    private void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (Ticket<?> next = next(); next != null; next = next()) {
                next.run();
            }
            seen = drains.addAndGet(-seen);
        } while (seen != 0);
    }

    private @Nullable Ticket<?> next() {
        synchronized (lock) {
            if (!canStart() || waiting.isEmpty()) {
                return null;
            }
            Iterator<Ticket<?>> line = waiting.iterator();
            Ticket<?> first = line.next();
            line.remove();
            take(first);
            return first;
        }
    }

    private void take(Ticket<?> ticket) {
        running++;
        if (limit.learns()) {
            ticket.startedUnder(limit.started(running), now());
        }
        if (startsToSpread > 0) {
            startsToSpread--;
            long gap = gap();
            if (gap > 0) {
                hold(gap);
            }
        }
    }

    /** By the clock, not by whether {@link #resume} ran: what waited out the same pause may come before it. */
    private boolean canStart() {
        return running < limit.current() && !isPaused();
    }

    private boolean isPaused() {
        return paused && pausedUntil - now() > 0;
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
