package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is closed together with a client. */
class LeaseTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> closed = new ArrayList<>();
    private final HttpTransport created = new ClosingTransport("created", Mono.empty());

    @Test
    void aDecoratorThatLosesTheCloseLeavesNothingOpen() {
        StepVerifier.create(Lease.owned(new ClosingTransport("decorated", Mono.empty()), created)
                        .release())
                .expectComplete()
                .verify(LIMIT);

        assertThat(closed).containsExactly("decorated", "created");
    }

    @Test
    void theCreatedTransportIsClosedAlthoughTheDecoratedOneCannotBe() {
        IllegalStateException failure = new IllegalStateException("cannot be closed");

        StepVerifier.create(Lease.owned(new ClosingTransport("decorated", Mono.error(failure)), created)
                        .release())
                .expectErrorMatches(failure::equals)
                .verify(LIMIT);

        assertThat(closed).containsExactly("decorated", "created");
    }

    @Test
    void aBorrowedTransportStaysOpen() {
        StepVerifier.create(Lease.borrowed(created).release()).expectComplete().verify(LIMIT);

        assertThat(closed).isEmpty();
    }

    private final class ClosingTransport implements HttpTransport {

        private final String name;
        private final Mono<Void> end;

        ClosingTransport(String name, Mono<Void> end) {
            this.name = name;
            this.end = end;
        }

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Void> closeLater() {
            closed.add(name);
            return end;
        }
    }
}
