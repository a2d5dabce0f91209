package ai.extracta.deletions.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C: asks whoever is at work to come to an end, and waits for the last word. */
final class Stop {

    private final Sinks.Empty<Void> asked = Sinks.empty();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isAsked;
    private volatile boolean isAtWork;

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

    /** From now on there is something that must not be cut short. */
    void begin() {
        isAtWork = true;
    }

    /** The last word is said. */
    void end() {
        ended.countDown();
    }

    /** Waits for the last word, if anything has begun, at most so long. */
    void await(Duration limit) {
        if (isAtWork) {
            try {
                ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
