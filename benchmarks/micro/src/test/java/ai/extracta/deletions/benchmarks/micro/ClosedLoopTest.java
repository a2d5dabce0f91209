package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class ClosedLoopTest {

    @Test
    void callersAskAgainAndAgainUntilTheTimeIsUp() {
        try (ClassificationDeletions deletions =
                Clients.over(new InMemoryTransport()).build()) {
            ClosedLoop loop = new ClosedLoop(deletions, 16);
            loop.runFor(Duration.ofMillis(
                    1)); // The first call of a JVM loads classes, for longer than the time of the test.

            assertThat(loop.runFor(Duration.ofSeconds(1))).isGreaterThan(16);
        }
    }

    @Test
    void aCallThatFailsEndsTheLoopWithItsFailure() {
        try (ClassificationDeletions deletions =
                Clients.over(new Refusing()).retryPolicy(RetryPolicy.none()).build()) {
            ClosedLoop loop = new ClosedLoop(deletions, 2);

            assertThatThrownBy(() -> loop.runFor(Duration.ofDays(1))).hasCauseInstanceOf(DeletionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void theServerInAProcessOfItsOwnAnswersThroughBothTransports(String transport) throws Exception {
        try (ServerProcess server = ServerProcess.start();
                ClassificationDeletions deletions =
                        Clients.overNetwork(transport, server.baseUri()).build()) {
            assertThat(new ClosedLoop(deletions, 4).runFor(Duration.ofMillis(200)))
                    .isPositive();
        }
    }

    private static final class Refusing implements HttpTransport {

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return Mono.error(new IllegalStateException("refused"));
        }

        @Override
        public Mono<Void> closeLater() {
            return Mono.empty();
        }
    }
}
