package ai.extracta.deletions.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

class DeletionExceptionTest {

    private static final DeletionRequest REQUEST = new DeleteBatch("c", "b");
    private static final Headers HEADERS = Headers.of("retry-after", "7", "x-request-id", "r-1");

    static Stream<DeletionException> everyLeaf() {
        return Stream.of(
                new CallRejectedException(REQUEST, "closed", new IllegalStateException("why")),
                new TransportFailedException(REQUEST, Outcome.UNKNOWN, 2, lost()),
                new ResponseException(REQUEST, Outcome.REFUSED, 2, 429, "slow down", HEADERS, "{}"),
                new UnreadableResponseException(REQUEST, Outcome.UNKNOWN, 2, 200, HEADERS, "<html>", "not JSON"));
    }

    @ParameterizedTest
    @MethodSource("everyLeaf")
    void everyFailureKnowsItsRequest(DeletionException failure) {
        assertThat(failure.request()).isSameAs(REQUEST);
    }

    @Test
    void aRejectedCallIsNotSentAndMadeNoAttempt() {
        IllegalStateException cause = new IllegalStateException("why");
        CallRejectedException failure = new CallRejectedException(REQUEST, "closed", cause);

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.attempts()).isZero();
        assertThat(failure).hasCause(cause);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aFailedTransportHasTheGivenOutcomeAndTheKindAndCauseOfItsLastAttempt(Outcome outcome) {
        TransportException cause = lost();
        TransportFailedException failure = new TransportFailedException(REQUEST, outcome, 3, cause);

        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.attempts()).isEqualTo(3);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure).hasCause(cause);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aResponseIsKeptAsCopies(Outcome outcome) {
        ResponseException failure = new ResponseException(REQUEST, outcome, 2, 429, "slow down", HEADERS, "{\"a\":1}");

        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.serverMessage()).isEqualTo("slow down");
        assertThat(failure.headers()).isEqualTo(HEADERS);
        assertThat(failure.body()).isEqualTo("{\"a\":1}");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure).hasNoCause();
    }

    @Test
    void anUnreadableResponseHasNoServerMessage() {
        UnreadableResponseException failure = new UnreadableResponseException(
                REQUEST, Outcome.UNKNOWN, 1, 200, Headers.of(), "<html>", "its body is not JSON");

        assertThat(failure.serverMessage()).isEmpty();
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure.body()).isEqualTo("<html>");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void withoutTheHeaderThereIsNoRetryAfter() {
        assertThat(new ResponseException(REQUEST, Outcome.UNKNOWN, 1, 503, "", Headers.of(), "").retryAfter())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyLeaf")
    void aSerializedFailureIsComplete(DeletionException failure) throws Exception {
        DeletionException copy = copyOf(failure);

        assertThat(copy).isExactlyInstanceOf(failure.getClass()).hasMessage(failure.getMessage());
        assertThat(copy.outcome()).isEqualTo(failure.outcome());
        assertThat(copy.attempts()).isEqualTo(failure.attempts());
        assertThat(copy.request()).isEqualTo(failure.request());
    }

    @Test
    void aSerializedResponseKeepsItsStatusItsMessageAndItsRetryAfter() throws Exception {
        ResponseException copy =
                copyOf(new ResponseException(REQUEST, Outcome.REFUSED, 1, 429, "slow down", HEADERS, "{}"));

        assertThat(copy.status()).isEqualTo(429);
        assertThat(copy.serverMessage()).isEqualTo("slow down");
        assertThat(copy.body()).isEqualTo("{}");
        assertThat(copy.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(copy.headers()).isEqualTo(HEADERS);
    }

    @Test
    void aSerializedTransportFailureKeepsItsKind() throws Exception {
        assertThat(copyOf(new TransportFailedException(REQUEST, Outcome.UNKNOWN, 1, lost()))
                        .kind())
                .isEqualTo(Kind.CONNECTION_LOST);
    }

    @Test
    void aRetryIsLimitedToRetryableDeletions() {
        assertThat(attempts(new CallRejectedException(REQUEST, "closed", null))).isEqualTo(3);
        assertThat(attempts(new ResponseException(REQUEST, Outcome.REFUSED, 1, 429, "", HEADERS, "")))
                .isEqualTo(3);
        assertThat(attempts(new ResponseException(REQUEST, Outcome.REFUSED, 1, 404, "", HEADERS, "")))
                .isEqualTo(1);
        assertThat(attempts(new IllegalStateException("not a deletion"))).isEqualTo(1);
    }

    private static int attempts(RuntimeException failure) {
        AtomicInteger attempts = new AtomicInteger();
        StepVerifier.create(Mono.error(() -> {
                            attempts.incrementAndGet();
                            return failure;
                        })
                        .retryWhen(Retry.max(2).filter(DeletionException::isRetryableFailure)))
                .expectError()
                .verify(Duration.ofSeconds(10));
        return attempts.get();
    }

    @Test
    void aMissingValueIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new CallRejectedException(null, "closed", null))
                .withMessage("request");
        assertThatNullPointerException().isThrownBy(() -> new TransportFailedException(REQUEST, null, 1, lost()));
        assertThatNullPointerException()
                .isThrownBy(() -> new ResponseException(REQUEST, Outcome.REFUSED, 1, 400, null, HEADERS, ""));
        assertThatNullPointerException()
                .isThrownBy(() -> new ResponseException(REQUEST, Outcome.REFUSED, 1, 400, "", null, ""))
                .withMessage("headers");
        assertThatNullPointerException()
                .isThrownBy(() -> new ResponseException(REQUEST, Outcome.REFUSED, 1, 400, "", HEADERS, null))
                .withMessage("body");
    }

    private static TransportException lost() {
        return TransportException.of(new IOException("reset"), true);
    }

    @SuppressWarnings("unchecked")
    private static <T extends DeletionException> T copyOf(T failure) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
