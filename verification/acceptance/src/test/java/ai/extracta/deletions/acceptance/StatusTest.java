package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What each status means for the deletion. */
class StatusTest {

    private static final String HTML = "<html><body><h1>Bad Gateway</h1></body></html>";

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    static Stream<Arguments> refusals() {
        return TransportType.each(
                List.of(400, 401, 402, 403, 404, 405, 409, 410, 411, 413, 415, 418, 422, 429, 431, 451, 499));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("refusals")
    void isRefused(TransportType transport, int status) {
        api.simulator().answerNext(Answer.status(status, RawResponses.ERROR));

        fails(transport, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.serverMessage()).isEqualTo("No, sorry");
            assertThat(failure.body()).isEqualTo(RawResponses.ERROR);
        });
    }

    static Stream<Arguments> unknowns() {
        return TransportType.each(List.of(
                201, 202, 203, 205, 206, 300, 301, 302, 303, 304, 307, 308, 408, 500, 501, 502, 503, 504, 505, 507, 599,
                600, 999));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("unknowns")
    void isUnknown(TransportType transport, int status) {
        boolean bodyless = status == 205 || status == 304;
        String body = bodyless ? "" : RawResponses.ERROR;
        api.simulator().answerNext(Answer.status(status, body));

        fails(transport, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.serverMessage()).isEqualTo(bodyless ? "" : "No, sorry");
            assertThat(failure.body()).isEqualTo(body);
        });
    }

    static Stream<Arguments> contradictions() {
        return TransportType.each(List.of(201, 202, 302, 400, 401, 404, 409, 408, 429, 500));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("contradictions")
    void isUnknownWhenTheBodyClaimsSuccessAndTheStatusDoesNot(TransportType transport, int status) {
        api.simulator().answerNext(Answer.status(status, RawResponses.SUCCESS));

        fails(transport, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.serverMessage()).isEqualTo("Classification deleted");
        });
    }

    @EachTransport
    void isUnknownForThe400OfTheDocumentation(TransportType transport) {
        api.simulator().answerNext(Answer.documentedBadRequest());

        fails(transport, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.status()).isEqualTo(400);
        });
    }

    @EachTransport
    void isConfirmedBy200WithSuccess(TransportType transport) {
        api.simulator().seed(1, 0, 0);

        succeeds(transport, receipt -> {
            assertThat(receipt.status()).isEqualTo(200);
            assertThat(receipt.message()).isEqualTo("Classification deleted");
            assertThat(receipt.confirmation()).isEqualTo(Confirmation.CONFIRMED);
            assertThat(receipt.attempts()).isEqualTo(1);
            assertThat(receipt.requestId()).isEmpty();
        });
    }

    @EachTransport
    void isConfirmedBy204(TransportType transport) {
        api.simulator().answerNext(Answer.status(204, ""));

        succeeds(transport, receipt -> {
            assertThat(receipt.status()).isEqualTo(204);
            assertThat(receipt.message()).isEmpty();
            assertThat(receipt.confirmation()).isEqualTo(Confirmation.CONFIRMED);
        });
    }

    @EachTransport
    void keepsWhatAGatewayWroteInHtml(TransportType transport) {
        api.simulator().answerNext(Answer.status(502, HTML).header("content-type", "text/html"));

        fails(transport, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.serverMessage()).isEmpty();
            assertThat(failure.body()).isEqualTo(HTML);
        });
    }

    @EachTransport
    void takesARefusalOfAGatewayForOneWhateverItsBodyIs(TransportType transport) {
        api.simulator().answerNext(Answer.status(413, HTML).header("content-type", "text/html"));

        fails(transport, failure -> assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED));
    }

    static Stream<Arguments> redirects() {
        return TransportType.each(List.of(301, 302, 303, 307, 308));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("redirects")
    void neverFollowsARedirect(TransportType transport, int status) {
        try (ExtractaSimulator elsewhere = ExtractaSimulator.start()) {
            api.simulator()
                    .answerNext(Answer.status(status, "").header("location", elsewhere.baseUri() + "/elsewhere"));

            fails(transport, failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
            assertThat(elsewhere.connections()).isZero();
            assertThat(api.simulator().requests()).hasSize(1);
        }
    }

    @EachTransport
    void neverFollowsARedirectWithinTheSameServer(TransportType transport) {
        api.simulator()
                .answerNext(Answer.status(303, "").header("location", "/api/v1/documentClassification/deleteBatch"));

        fails(transport, failure -> assertThat(failure.status()).isEqualTo(303));
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void reportsRetryAfterInSeconds(TransportType transport) {
        api.simulator().answerNext(Answer.rateLimited(Duration.ofSeconds(7)));

        fails(transport, failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @EachTransport
    void reportsRetryAfterAsADate(TransportType transport) {
        api.simulator()
                .answerNext(Answer.status(503, "")
                        .header("date", "Sun, 22 Nov 2026 08:00:00 GMT")
                        .header("retry-after", "Sun, 22 Nov 2026 08:01:30 GMT"));

        fails(transport, failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90)));
    }

    @EachTransport
    void reportsTheHeadersOfARefusal(TransportType transport) {
        api.simulator().answerNext(Answer.status(409, "").header("X-Reason", "busy"));

        fails(transport, failure -> assertThat(failure.headers().all("x-reason"))
                .containsExactly("busy"));
    }

    @EachTransport
    void reportsTheServersRequestId(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.documented().header("X-Request-Id", "req-17"));

        succeeds(transport, receipt -> assertThat(receipt.requestId()).isEqualTo("req-17"));
    }

    private void fails(TransportType transport, Consumer<ResponseException> requirements) {
        StepVerifier.create(call(transport))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isExactlyInstanceOf(ResponseException.class);
                    ResponseException failed = (ResponseException) failure;
                    assertThat(failed.attempts()).isEqualTo(1);
                    assertThat(failed.request().classificationId()).isEqualTo("cls-1");
                    requirements.accept(failed);
                })
                .verify(SimulatorExtension.TIMEOUT);
    }

    private void succeeds(TransportType transport, Consumer<DeletionReceipt> requirements) {
        StepVerifier.create(call(transport))
                .assertNext(requirements)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    private Mono<DeletionReceipt> call(TransportType transport) {
        return api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }
}
