package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.Rejection.Reason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a limited number of Monos run at a time and keeps the others waiting, first come, first served.
 *
 * <p>What waits has not been subscribed to: cancelling it means that it never is. Thread-safe.
 */
public final class Limiter {

    private final int maxRunning;
    private final int maxWaiting;
    private final Scheduler timer;

    private final Object lock = new Object();
    private final Set<Ticket<?>> waiting = new LinkedHashSet<>();
    private final AtomicInteger drains = new AtomicInteger();
    private int running;
    private boolean paused;
    private long pausedUntil;
    private boolean closed;

    /**
     * Makes a limiter.
     *
     * @param maxRunning how many run at a time
     * @param maxWaiting how many more may wait
     * @param timer for the time limits
     */
    public Limiter(int maxRunning, int maxWaiting, Scheduler timer) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
        this.timer = timer;
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
     * Lets nothing start for a while. What runs goes on.
     *
     * @param duration for how long from now; a pause under way is never shortened
     */
    public void pause(Duration duration) {
        long nanos = Countable.of(duration).toNanos();
        synchronized (lock) {
            long until = now() + nanos;
            if (paused && until - pausedUntil <= 0) {
                return;
            }
            paused = true;
            pausedUntil = until;
        }
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
                running++;
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

    void release() {
        synchronized (lock) {
            running--;
        }
        drain();
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
            running++;
            Iterator<Ticket<?>> line = waiting.iterator();
            Ticket<?> first = line.next();
            line.remove();
            return first;
        }
    }

    /** By the clock, not by whether {@link #resume} ran: what waited out the same pause may come before it. */
    private boolean canStart() {
        return running < maxRunning && !(paused && pausedUntil - now() > 0);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
