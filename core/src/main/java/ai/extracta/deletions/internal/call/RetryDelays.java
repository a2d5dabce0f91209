package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.limit.Durations;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The delays before retries, which end early when the client is closed. Thread-safe. */
final class RetryDelays {

    private final Scheduler timer;
    private final Sinks.Empty<Void> closed = Sinks.empty();

    RetryDelays(Scheduler timer) {
        this.timer = timer;
    }

    /** Cold; completes on the timer, or fails with a {@link LimiterRejectionException} as soon as this is closed. */
    Mono<Void> delay(Duration duration) {
        return Mono.firstWithSignal(
                closed.asMono(), Mono.delay(Durations.capped(duration), timer).then());
    }

    /** Fails every delay, now and later. Idempotent. */
    void close() {
        closed.tryEmitError(new LimiterRejectionException(Reason.CLOSED));
    }
}
