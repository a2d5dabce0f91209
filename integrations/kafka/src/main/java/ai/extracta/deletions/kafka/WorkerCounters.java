package ai.extracta.deletions.kafka;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.ResponseException;
import java.util.concurrent.atomic.AtomicLong;

/** Written by the worker's thread, read by any. */
final class WorkerCounters {

    private final String worker;
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong deadLettered = new AtomicLong();
    private final AtomicLong released = new AtomicLong();
    private final AtomicLong redelivered = new AtomicLong();
    private volatile boolean isRunning;
    private volatile int inFlight;
    private volatile String lastFailure = "";

    WorkerCounters(String worker) {
        this.worker = worker;
    }

    void running(boolean running) {
        this.isRunning = running;
    }

    void inFlight(int records) {
        this.inFlight = records;
    }

    void deleted() {
        deleted.incrementAndGet();
        lastFailure = "";
    }

    void deadLettered() {
        deadLettered.incrementAndGet();
    }

    void released() {
        released.incrementAndGet();
    }

    void redelivered() {
        redelivered.incrementAndGet();
    }

    void failed(String failure) {
        this.lastFailure = failure;
    }

    /** Without an id, which a message of the server may contain. */
    void failed(DeletionResult result) {
        if (result instanceof Failed failed) {
            String cause = failed.failure() instanceof ResponseException response
                    ? "status " + response.status()
                    : failed.failure().getClass().getSimpleName();
            failed(failed.outcome() + ": " + cause);
        } else {
            failed(result.getClass().getSimpleName());
        }
    }

    WorkerState snapshot() {
        return new WorkerState(
                worker,
                isRunning,
                inFlight,
                deleted.get(),
                deadLettered.get(),
                released.get(),
                redelivered.get(),
                lastFailure);
    }
}
