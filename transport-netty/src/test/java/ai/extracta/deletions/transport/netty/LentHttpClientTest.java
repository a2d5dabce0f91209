package ai.extracta.deletions.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** A user's own HttpClient works as well, and stays the user's. */
class LentHttpClientTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final ConnectionProvider connections = ConnectionProvider.create("users-own", 1);
    private final HttpClient httpClient = HttpClient.create(connections);

    @BeforeEach
    void releaseWhatIsLentAtLast() {
        api.closeLast(connections.disposeLater());
    }

    @Test
    void usesTheConnectionsOfAnHttpClient() {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = client(NettyTransport.using(httpClient));
        succeed(client.deleteClassification("cls-1"));
        sendDirectly();

        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @Test
    void leavesAnHttpClientAsItIsWhenClosed() {
        api.simulator().seed(1, 0, 0);
        NettyTransport transport = NettyTransport.using(httpClient);
        succeed(client(transport).deleteClassification("cls-1"));
        StepVerifier.create(transport.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
        sendDirectly();

        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirectEvenIfTheHttpClientDoes(int status) {
        try (ExtractaSimulator elsewhere = ExtractaSimulator.start()) {
            api.simulator()
                    .answerNext(Answer.status(status, "").header("location", elsewhere.baseUri() + "/elsewhere"));
            ClassificationDeletions client = client(NettyTransport.using(httpClient.followRedirect(true)));

            StepVerifier.create(client.deleteClassification("cls-1"))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(ResponseException.class, redirect -> assertThat(redirect.status())
                                    .isEqualTo(status)))
                    .verify(SimulatorExtension.TIMEOUT);
            assertThat(elsewhere.connections()).isZero();
            assertThat(api.simulator().requests()).hasSize(1);
        }
    }

    @Test
    void sendsNothingTwiceThroughAnHttpClient() {
        api.simulator().answerAlways(Answer.disconnectAfterDeleting());
        LogCapture warningsOfTheHttpClient =
                LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "reactor.netty");

        StepVerifier.create(client(NettyTransport.using(httpClient)).deleteClassification("cls-1"))
                .expectError(TransportFailedException.class)
                .verify(SimulatorExtension.TIMEOUT);
        warningsOfTheHttpClient.close();
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @Test
    void goesWhereItShouldWhateverAddressTheHttpClientHas() {
        try (ExtractaSimulator elsewhere = ExtractaSimulator.start()) {
            api.simulator().seed(1, 0, 0);
            HttpClient settled = httpClient
                    .baseUrl(elsewhere.baseUri().toString())
                    .host("127.0.0.1")
                    .port(elsewhere.baseUri().getPort())
                    .secure();
            succeed(client(NettyTransport.using(settled)).deleteClassification("cls-1"));

            assertThat(api.simulator().deletions()).hasSize(1);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void sendsNeitherUserAgentNorAcceptOfTheHttpClient() {
        api.simulator().seed(1, 0, 0);
        HttpClient chatty = httpClient.headers(headers -> headers.set("accept", "text/html")
                .set("user-agent", "chatty")
                .set("authorization", "Basic dXNlcjpwYXNz"));
        succeed(client(NettyTransport.using(chatty)).deleteClassification("cls-1"));

        assertThat(api.simulator().requests()).singleElement().satisfies(request -> {
            assertThat(request.headers().all("accept")).containsExactly("application/json");
            assertThat(request.headers().all("authorization"))
                    .containsExactly("Bearer " + api.simulator().apiKey());
            assertThat(request.headers().all("user-agent"))
                    .singleElement()
                    .asString()
                    .endsWith("(netty)");
        });
    }

    @Test
    void warnsOfSettingsThatTheHttpClientDetermines() {
        TransportSettings settings = TransportSettings.builder()
                .connectTimeout(Duration.ofSeconds(1))
                .hostResolver(host -> List.of())
                .maxResponseBytes(1)
                .build();
        try (LogCapture warnings =
                LogCapture.capture(Level.WARN, java.util.logging.Level.WARNING, NettyTransport.class.getName())) {
            api.closeAtEnd(NettyTransport.using(httpClient, settings));

            assertThat(warnings.lines())
                    .singleElement()
                    .asString()
                    .contains("connectTimeout, hostResolver in the TransportSettings: without effect");
        }
    }

    private void sendDirectly() {
        Mono<Integer> status = httpClient
                .get()
                .uri(api.simulator().baseUri())
                .responseSingle((response, body) ->
                        body.then(Mono.just(response.status().code())));
        StepVerifier.create(status).expectNext(404).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    private ClassificationDeletions client(HttpTransport transport) {
        return api.closeAtEnd(api.builder()
                .transport(api.closeAtEnd(transport))
                .retryPolicy(RetryPolicy.none())
                .build());
    }

    private static void succeed(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }
}
