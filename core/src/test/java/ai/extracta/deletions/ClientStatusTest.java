package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientStatusTest {

    private static final Duration SEVEN = Duration.ofSeconds(7);

    private final Fixture fixture = new Fixture();

    @Test
    void aNewClientDoesNothing() {
        assertThat(fixture.client().status()).isEqualTo(new ClientStatus(false, 0, 16, 0, Duration.ZERO));
    }

    @Test
    void attemptsInFlightAndQueuedCallsAreCounted() {
        fixture.limits(2, 10).transport.always(isSilent());
        for (int i = 0; i < 5; i++) {
            fixture.call();
        }

        assertThat(fixture.client().status()).isEqualTo(new ClientStatus(false, 2, 2, 3, Duration.ZERO));
    }

    @Test
    void aThrottledResponsePausesTheClientForTheTimeThatTheServerAskedFor() {
        fixture.transport.then(refuses(429, "retry-after", "7"));
        fixture.call();
        assertThat(fixture.client().status().remainingPause()).isEqualTo(SEVEN);

        fixture.pass(Duration.ofSeconds(3));
        assertThat(fixture.client().status().remainingPause()).isEqualTo(Duration.ofSeconds(4));

        fixture.pass(Duration.ofSeconds(4));
        assertThat(fixture.client().status().remainingPause()).isZero();
    }

    @Test
    void aServerThatWantsFewerRequestsPausesTheClientAlsoWithoutAResponse() {
        fixture.policy(RetryPolicy.none().withBackoff(SEVEN, SEVEN)).transport.then(fails(Kind.THROTTLED, true));
        fixture.call();
        assertThat(fixture.client().status().remainingPause()).isEqualTo(SEVEN);

        fixture.pass(SEVEN);
        assertThat(fixture.client().status().remainingPause()).isZero();
    }

    @Test
    void aViewHasTheStatusOfItsClient() {
        fixture.transport.always(isSilent());
        fixture.call();

        assertThat(fixture.client().withDeadline(SEVEN).status())
                .isEqualTo(fixture.client().status());
    }

    @Test
    void aClosedClientSaysSo() {
        fixture.client().closeLater().subscribe();

        assertThat(fixture.client().status().closed()).isTrue();
    }

    @Test
    void aClientThatWaitsForItsCallsBeforeItClosesAcceptsNoNewOnes() {
        fixture.transport.always(isSilent());
        fixture.call();
        fixture.client().closeGracefully(SEVEN).subscribe();

        assertThat(fixture.client().status()).isEqualTo(new ClientStatus(true, 1, 16, 0, Duration.ZERO));
    }
}
