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

/** Counts, and tells the listener. */
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(BulkProgress.class);

    private final BulkOptions options;
    private final Scheduler timer;
    private final long begin;
    private Disposable telling = Disposables.disposed();
    private long seen;
    private long calls;
    private long deleted;
    private long alreadyAbsent;
    private long subsumed;
    private long skipped;
    private long refused;
    private long notSent;
    private long unknown;

    Tally(BulkOptions options, Scheduler timer) {
        this.options = options;
        this.timer = timer;
        this.begin = timer.now(TimeUnit.NANOSECONDS);
    }

    /** Has somebody tell regularly, until this has told for the last time. */
    void tellRegularly(Runnable tell) {
        long nanos = options.progressInterval().toNanos();
        if (nanos > 0) {
            telling = timer.schedulePeriodically(tell, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    long nextIndex() {
        return seen++;
    }

    void callStarts() {
        calls++;
    }

    void count(DeletionResult result) {
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

    void tellForTheLastTime() {
        telling.dispose();
        tell();
    }

    void tell() {
        try {
            options.progressListener().accept(snapshot());
        } catch (RuntimeException e) {
            LOG.warn("The listener to the progress failed, which changes nothing", e);
        }
    }

    private BulkProgress snapshot() {
        Duration elapsed = Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - begin);
        return new BulkProgress(
                seen,
                calls,
                deleted,
                alreadyAbsent,
                subsumed,
                skipped,
                refused,
                notSent,
                unknown,
                elapsed,
                options.expected());
    }
}
