package ai.extracta.deletions.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C: requests the end of the running command and waits for it. */
final class ShutdownSignal {

    private final Sinks.Empty<Void> requests = Sinks.empty();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isRequested;
    private volatile boolean isActive;

    /** Completes when it is time to stop. */
    Mono<Void> requests() {
        return requests.asMono();
    }

    boolean isRequested() {
        return isRequested;
    }

    void request() {
        isRequested = true;
        requests.tryEmitEmpty();
    }

    /** Marks the start of work that must not be interrupted. */
    void markActive() {
        isActive = true;
    }

    /** Marks the end of the command. */
    void markEnded() {
        ended.countDown();
    }

    /** Waits for the end of the command if it has started such work, up to a timeout. */
    void await(Duration timeout) {
        if (isActive) {
            try {
                ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
