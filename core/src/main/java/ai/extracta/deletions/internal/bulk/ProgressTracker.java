package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Counts requests, calls and results, and reports them to the progress listener. */
final class ProgressTracker {

    private static final Logger LOG = LoggerFactory.getLogger(BulkProgress.class);

    private final BulkOptions options;
    private final Scheduler timer;
    private final long start;
    private Disposable reporting = Disposables.disposed();
    private volatile boolean isDue; // set by the timer
    private long received;
    private long calls;
    private long deleted;
    private long alreadyAbsent;
    private long subsumed;
    private long skipped;
    private long refused;
    private long notSent;
    private long unknown;
    private boolean ended;

    ProgressTracker(BulkOptions options, Scheduler timer) {
        this.options = options;
        this.timer = timer;
        this.start = timer.now(TimeUnit.NANOSECONDS);
    }

    /** Lets {@link #reportIfDue} report periodically, after a wake-up, until {@link #reportFinal}. */
    void startReporting(Runnable wakeUp) {
        long nanos = options.progressInterval().toNanos();
        if (nanos == 0) {
            return;
        }
        try {
            reporting = timer.schedulePeriodically(() -> onDue(wakeUp), nanos, nanos, TimeUnit.NANOSECONDS);
        } catch (Throwable noTimer) { // the client is closed, or there is no memory
            LOG.debug("No periodic progress", noTimer);
        }
    }

    private void onDue(Runnable wakeUp) {
        isDue = true;
        wakeUp.run();
    }

    void reportIfDue() {
        if (isDue) {
            isDue = false;
            report();
        }
    }

    long nextIndex() {
        return received++;
    }

    void onCallStarted() {
        calls++;
    }

    void onResult(DeletionResult result) {
        if (result instanceof Deleted) {
            deleted++;
        } else if (result instanceof AlreadyAbsent) {
            alreadyAbsent++;
        } else if (result instanceof Subsumed) {
            subsumed++;
        } else if (result instanceof Failed failed) {
            count(failed);
        } else {
            skipped++;
        }
    }

    private void count(Failed failed) {
        switch (failed.outcome()) {
            case REFUSED -> refused++;
            case NOT_SENT -> notSent++;
            case UNKNOWN -> unknown++;
        }
    }

    /** Has no effect the second time. */
    void reportFinal() {
        if (!ended) {
            ended = true;
            reporting.dispose();
            report();
        }
    }

    private void report() {
        try {
            options.progressListener().accept(snapshot());
        } catch (Throwable e) {
            LOG.warn("The progress listener failed; the stream is not affected", e);
        }
    }

    private BulkProgress snapshot() {
        Duration elapsed = Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - start);
        return new BulkProgress(
                received,
                calls,
                deleted,
                alreadyAbsent,
                subsumed,
                skipped,
                refused,
                notSent,
                unknown,
                elapsed,
                options.expectedRequests(),
                ended);
    }
}
