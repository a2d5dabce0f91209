package ai.extracta.deletions.cli;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Never faster than the given rate. */
class RateLimiterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void soManyInASecond() {
        StepVerifier.withVirtualTime(() -> new RateLimiter(10, VirtualTimeScheduler.get()).limit(Flux.range(0, 100)))
                .thenAwait(Duration.ofMillis(950))
                .expectNextCount(10)
                .expectNoEvent(Duration.ofMillis(49))
                .thenAwait(Duration.ofMillis(1))
                .expectNextCount(1)
                .thenAwait(Duration.ofSeconds(9))
                .expectNextCount(89)
                .expectComplete()
                .verify(TIMEOUT);
    }

    @Test
    void nothingIsMadeUpForAfterAPause() {
        StepVerifier.withVirtualTime(
                        () -> new RateLimiter(10, VirtualTimeScheduler.get())
                                .limit(Flux.range(0, 3)
                                        .concatWith(Flux.range(0, 3).delaySubscription(TIMEOUT))),
                        3)
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(3)
                .thenAwait(TIMEOUT)
                .thenRequest(3)
                .expectNextCount(1)
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(1))
                .expectNextCount(1)
                .thenCancel()
                .verify(TIMEOUT);
    }
}
