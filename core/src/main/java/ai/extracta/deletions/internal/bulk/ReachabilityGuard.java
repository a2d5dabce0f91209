package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Stops the stream when so many consecutive calls could not connect; or first lets it wait, sending one call at a time
 * until one gets a response. Used by one task at a time.
 */
final class ReachabilityGuard {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final int maxUnreachable;
    private final Duration maxWait;
    private final int concurrency;
    private final Scheduler timer;
    private final Runnable wakeUp;
    private final StopSignal stop;
    private final Disposable.Swap pause = Disposables.swap();
    private int unreachable;
    private boolean isWaiting;
    private volatile boolean isPaused; // until the timer ends it
    private long waitingSince;

    ReachabilityGuard(BulkOptions options, Scheduler timer, Runnable wakeUp, StopSignal stop) {
        this.maxUnreachable = options.stopWhenUnreachable();
        this.maxWait = options.waitWhenUnreachable();
        this.concurrency = options.concurrency();
        this.timer = timer;
        this.wakeUp = wakeUp;
        this.stop = stop;
    }

    /** How many calls may be in flight. */
    int maxRunning() {
        return !isWaiting ? concurrency : isPaused ? 0 : 1;
    }

    /** A call ended with a response, or failed; returns whether to send it again. */
    boolean onEnded(@Nullable Throwable failure) {
        if (failure instanceof DeletionException known && FailureClassifier.isUnreachable(known)) {
            return onUnreachable(known);
        }
        if (!(failure instanceof CallRejectedException)) {
            unreachable = 0;
            isWaiting = false;
            cancel();
        }
        return false;
    }

    private boolean onUnreachable(DeletionException failure) {
        unreachable++;
        if (maxUnreachable == 0 || unreachable < maxUnreachable || stop.reason() != null) {
            return false;
        }
        long now = timer.now(TimeUnit.NANOSECONDS);
        if (!isWaiting) {
            waitingSince = now;
        }
        Duration remaining = maxWait.minusNanos(now - waitingSince);
        if (remaining.isZero() || remaining.isNegative()) {
            stop.stop(failure);
            return false;
        }
        isWaiting = true;
        try {
            pause(remaining.compareTo(POLL_INTERVAL) < 0 ? remaining : POLL_INTERVAL);
        } catch (Throwable noTimer) { // the client is closed, or there is no memory
            stop.stop(failure);
            return false;
        }
        return true;
    }

    private void pause(Duration time) {
        isPaused = true;
        pause.replace(timer.schedule(this::resume, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void resume() {
        isPaused = false;
        wakeUp.run();
    }

    void cancel() {
        pause.replace(Disposables.disposed());
    }
}
