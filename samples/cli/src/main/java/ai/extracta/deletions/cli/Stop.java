package ai.extracta.deletions.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C: asks whoever is at work to come to an end, and waits until it has. */
final class Stop {

    private final Sinks.Empty<Void> asked = Sinks.empty();
    private volatile boolean isAsked;
    private final Semaphore idle = new Semaphore(1);

    /** Completes when it is time to stop. */
    Mono<Void> asked() {
        return asked.asMono();
    }

    boolean isAsked() {
        return isAsked;
    }

    void ask() {
        isAsked = true;
        asked.tryEmitEmpty();
    }

    /** Does some work that is waited for. */
    int during(Work work) throws IOException {
        idle.acquireUninterruptibly();
        try {
            return work.run();
        } finally {
            idle.release();
        }
    }

    /** Waits until nobody is at work, or the time is up. */
    void await(Duration limit) {
        try {
            if (idle.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                idle.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that should not be cut short. */
    interface Work {

        /** Works and returns the exit code. */
        int run() throws IOException;
    }
}
