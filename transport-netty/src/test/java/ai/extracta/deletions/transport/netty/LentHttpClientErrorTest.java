package ai.extracta.deletions.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testsupport.ErrorContract;
import ai.extracta.deletions.testsupport.ErrorThrower;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class LentHttpClientErrorTest extends ErrorContract {

    private final ConnectionProvider connections = ConnectionProvider.builder("users-own")
            .maxConnections(2)
            .maxIdleTime(Duration.ofSeconds(1))
            .evictInBackground(Duration.ofSeconds(1))
            .build();

    @BeforeEach
    void releaseWhatIsLentAtLast() {
        api.closeLast(connections.disposeLater());
    }

    @Override
    protected HttpTransport create(TransportSettings settings, Supplier<ErrorThrower> handlers) {
        return NettyTransport.using(
                HttpClient.create(connections).doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addFirst(handlers.get())));
    }

    /** The connection has the handler for errors of the transport by then. */
    @Test
    void anExceptionInARequestOfTheOwnerIsTheOwners() {
        HttpClient owners = HttpClient.create(connections);
        HttpTransport transport = api.closeAtEnd(NettyTransport.using(owners));
        StepVerifier.create(transport.exchange(deletion()))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        Mono<String> failing =
                owners.get().uri(api.simulator().baseUri()).responseSingle((response, body) -> failing(body));

        StepVerifier.create(failing).expectErrorMessage("thrown by the test").verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    private static Mono<String> failing(ByteBufMono body) {
        return body.asString().then(Mono.error(new IllegalStateException("thrown by the test")));
    }
}
