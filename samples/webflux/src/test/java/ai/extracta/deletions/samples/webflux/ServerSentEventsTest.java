package ai.extracta.deletions.samples.webflux;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class ServerSentEventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void anEventHasItsId() {
        StepVerifier.create(ServerSentEvents.of(Flux.just(new EventLog.Entry(7, "{\"event\":\"started\"}"))))
                .expectNext("retry: 1000\n\n", "id: 7\ndata: {\"event\":\"started\"}\n\n")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aSilentStreamHasACommentEvery15Seconds() {
        StepVerifier.withVirtualTime(() -> ServerSentEvents.of(Flux.never()))
                .expectNext("retry: 1000\n\n")
                .expectNoEvent(Duration.ofMillis(14_999))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(":\n\n")
                .expectNoEvent(Duration.ofMillis(14_999))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(":\n\n")
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void noCommentFollowsTheLastEvent() {
        TestPublisher<EventLog.Entry> events = TestPublisher.create();

        StepVerifier.withVirtualTime(() -> ServerSentEvents.of(events.flux()))
                .expectNext("retry: 1000\n\n")
                .thenAwait(Duration.ofSeconds(20))
                .expectNext(":\n\n")
                .then(() -> events.next(new EventLog.Entry(1, "{}")))
                .expectNext("id: 1\ndata: {}\n\n")
                .then(events::complete)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aClientThatReadsSlowlyGetsEveryEventAndMissesComments() {
        StepVerifier.withVirtualTime(
                        () -> ServerSentEvents.of(Flux.range(1, 3)
                                .map(id -> new EventLog.Entry(id, "{}"))
                                .concatWith(Flux.never())),
                        1)
                .expectNext("retry: 1000\n\n")
                .thenAwait(Duration.ofHours(2))
                .thenRequest(3)
                .expectNext("id: 1\ndata: {}\n\n", "id: 2\ndata: {}\n\n", "id: 3\ndata: {}\n\n")
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void whoGoesAwayEndsBoth() {
        TestPublisher<EventLog.Entry> events = TestPublisher.create();

        StepVerifier.create(ServerSentEvents.of(events.flux()))
                .expectNext("retry: 1000\n\n")
                .then(() -> events.next(new EventLog.Entry(1, "{}")))
                .expectNext("id: 1\ndata: {}\n\n")
                .thenCancel()
                .verify(LIMIT);

        events.assertCancelled();
    }
}
