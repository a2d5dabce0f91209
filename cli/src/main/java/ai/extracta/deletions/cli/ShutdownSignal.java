package ai.extracta.deletions.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C: asks whoever is at work to come to an end, and waits for the last word. */
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

    /** From now on there is something that must not be cut short. */
    void markActive() {
        isActive = true;
    }

    /** The last word is said. */
    void markEnded() {
        ended.countDown();
    }

    /** Waits for the last word, if anything has begun, at most so long. */
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
