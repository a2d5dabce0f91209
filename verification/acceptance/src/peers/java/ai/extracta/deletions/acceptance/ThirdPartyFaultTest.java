package ai.extracta.deletions.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportException.Kind;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The faults that WireMock and MockWebServer offer: the same failure through each transport, and one request only. */
@Tag("real-peers")
class ThirdPartyFaultTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(2);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    /** A fault of WireMock and the expected failure. */
    record Faulty(String name, ResponseDefinitionBuilder response, Set<Kind> kinds) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> wireMockFaults() {
        return TransportType.each(List.of(
                new Faulty("empty", aResponse().withFault(Fault.EMPTY_RESPONSE), Set.of(Kind.CONNECTION_LOST)),
                new Faulty(
                        "reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), Set.of(Kind.CONNECTION_LOST)),
                new Faulty(
                        "malformed chunk",
                        aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                        Set.of(Kind.CONNECTION_LOST)),
                new Faulty(
                        "random data",
                        aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                        Set.of(Kind.PROTOCOL, Kind.CONNECTION_LOST)),
                new Faulty("late", aResponse().withFixedDelay(5000), Set.of(Kind.TIMEOUT)),
                new Faulty(
                        "dribbled",
                        aResponse().withBody(RawResponses.SUCCESS).withChunkedDribbleDelay(10, 6000),
                        Set.of(Kind.TIMEOUT))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("wireMockFaults")
    void isUnknownAfterAFaultOfWireMock(TransportType transport, Faulty faulty) {
        WireMockServer server = new WireMockServer(
                options().dynamicPort().bindAddress("127.0.0.1").maxHttpClientConnections(1));
        server.start();
        try {
            server.stubFor(any(anyUrl()).willReturn(faulty.response()));

            Duration deadline = faulty.kinds().contains(Kind.TIMEOUT) ? ATTEMPT_DEADLINE : TIMEOUT;
            isUnknown(call(transport, URI.create("http://127.0.0.1:" + server.port()), deadline), faulty.kinds());
            assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(1);
        } finally {
            server.stop();
        }
    }

    static Stream<Arguments> mockWebServerFaults() {
        return TransportType.each(List.of(
                SocketPolicy.DISCONNECT_AT_START,
                SocketPolicy.DISCONNECT_AFTER_REQUEST,
                SocketPolicy.DISCONNECT_DURING_REQUEST_BODY,
                SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY,
                SocketPolicy.NO_RESPONSE));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("mockWebServerFaults")
    void isUnknownAfterAFaultOfMockWebServer(TransportType transport, SocketPolicy policy) throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(success().setSocketPolicy(policy));
            server.enqueue(success());
            Kind kind = policy == SocketPolicy.NO_RESPONSE ? Kind.TIMEOUT : Kind.CONNECTION_LOST;

            Duration deadline = kind == Kind.TIMEOUT ? ATTEMPT_DEADLINE : TIMEOUT;
            isUnknown(call(transport, server.url("/").uri(), deadline), Set.of(kind));
            assertThat(server.getRequestCount()).isLessThanOrEqualTo(1);
        }
    }

    static Stream<Arguments> harmless() {
        return TransportType.each(List.of(
                SocketPolicy.DISCONNECT_AT_END,
                SocketPolicy.SHUTDOWN_OUTPUT_AT_END,
                SocketPolicy.SHUTDOWN_INPUT_AT_END));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("harmless")
    void isConfirmedWhenMockWebServerFailsOnlyAfterItsResponse(TransportType transport, SocketPolicy policy)
            throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(success().setSocketPolicy(policy));

            StepVerifier.create(call(transport, server.url("/").uri(), TIMEOUT))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(TIMEOUT);
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    private static MockResponse success() {
        return new MockResponse().setBody(RawResponses.SUCCESS);
    }

    private Mono<DeletionReceipt> call(TransportType transport, URI uri, Duration attemptDeadline) {
        return api.client(transport, builder -> builder.baseUri(uri)
                        .attemptDeadline(attemptDeadline)
                        .retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }

    private static void isUnknown(Mono<DeletionReceipt> call, Set<Kind> kinds) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, failed -> {
                            assertThat(failed.kind()).isIn(kinds);
                            assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
                        }))
                .verify(TIMEOUT);
    }
}
