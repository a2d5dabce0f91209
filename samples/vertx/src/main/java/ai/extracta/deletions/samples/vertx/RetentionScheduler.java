package ai.extracta.deletions.samples.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts runs, by timer and by hand, never two at a time. Used on one event loop only. */
final class RetentionScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionScheduler.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Eraser eraser;
    private Future<RunSummary> current = Future.failedFuture("no run yet");
    private Optional<RunSummary> lastRun = Optional.empty();
    private long timer = NO_TIMER;

    RetentionScheduler(Vertx vertx, Eraser eraser) {
        this.vertx = vertx;
        this.eraser = eraser;
    }

    /** Erases what is older than an age, again and again. A run that takes longer than the interval skips the next. */
    void start(Duration interval, Duration olderThan) {
        timer = vertx.setPeriodic(interval.toMillis(), ignored -> {
            if (!isRunning()) {
                run(olderThan).onSuccess(summary -> LOG.info("scheduled run: {}", summary.toJson()));
            }
        });
    }

    /**
     * Erases what is older than an age now.
     *
     * @throws IllegalStateException if a run is in progress
     */
    Future<RunSummary> run(Duration olderThan) {
        if (isRunning()) {
            throw new IllegalStateException("a run is in progress");
        }
        current = eraser.erase(Instant.now().minus(olderThan)).onSuccess(summary -> lastRun = Optional.of(summary));
        return current;
    }

    boolean isRunning() {
        return !current.isComplete();
    }

    /** {@return the latest run that has ended} */
    Optional<RunSummary> lastRun() {
        return lastRun;
    }

    /** No further run starts, and the current one takes no more documents. The future completes when it has ended. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        eraser.stop();
        return current.transform(ended -> Future.succeededFuture());
    }
}
