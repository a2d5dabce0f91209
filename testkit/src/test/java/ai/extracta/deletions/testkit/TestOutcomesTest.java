package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Each is what a real call ends with. */
class TestOutcomesTest {

    private static final DeletionRequest REQUEST = new DeleteBatch("cls-1", "batch-8");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Mono<TransportResponse> response = Mono.empty();

    @AutoClose
    private final ClassificationDeletions deletions = ClassificationDeletions.builder()
            .apiKey(ApiKey.of("key"))
            .transport(new FakeTransport())
            .retryPolicy(RetryPolicy.none())
            .notFoundMeansAbsent()
            .build();

    @Test
    void deletedIsTheReceiptOfAConfirmation() {
        responds(200, "{\"status\":\"success\",\"message\":\"deleted\"}");

        assertThat(receipt())
                .usingRecursiveComparison()
                .ignoringFields("completedAt", "elapsed")
                .isEqualTo(TestOutcomes.deleted(REQUEST));
    }

    @Test
    void alreadyAbsentIsTheReceiptOfA404() {
        responds(404, "{\"message\":\"not found\"}");

        assertThat(receipt())
                .usingRecursiveComparison()
                .ignoringFields("completedAt", "elapsed")
                .isEqualTo(TestOutcomes.alreadyAbsent(REQUEST));
        assertThat(TestOutcomes.alreadyAbsent(REQUEST).confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 408, 409, 413, 422, 423, 425, 429, 499, 500, 502, 503, 504, 599})
    void respondedIsTheFailureOfAResponse(int status) {
        responds(status, "");

        fails(TestOutcomes.responded(REQUEST, status));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 204, 299, 600})
    void noOtherStatusFailsACall(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestOutcomes.responded(REQUEST, status))
                .withMessageContaining("status is " + status);
    }

    @Test
    void unreadableIsTheFailureOfAnEmptyBody() {
        responds(200, "");

        fails(TestOutcomes.unreadable(REQUEST));
    }

    @Test
    void notSentIsTheFailureOfATransportThatCannotConnect() {
        response = Mono.error((TransportException) TestOutcomes.notSent(REQUEST).getCause());

        fails(TestOutcomes.notSent(REQUEST));
    }

    @Test
    void unknownIsTheFailureOfATransportThatLosesTheConnection() {
        response = Mono.error((TransportException) TestOutcomes.unknown(REQUEST).getCause());

        fails(TestOutcomes.unknown(REQUEST));
    }

    @Test
    void rejectedIsTheFailureOfAClosedClient() {
        deletions.closeLater().block(LIMIT);

        fails(TestOutcomes.rejected(REQUEST));
    }

    private void responds(int status, String body) {
        response = Mono.just(new TransportResponse(status, Headers.of(), StandardCharsets.UTF_8.encode(body)));
    }

    private DeletionReceipt receipt() {
        return deletions.delete(REQUEST).block(LIMIT);
    }

    private void fails(DeletionException expected) {
        DeletionException actual = catchThrowableOfType(DeletionException.class, this::receipt);

        assertThat(describe(actual)).isEqualTo(describe(expected));
    }

    private static List<Object> describe(DeletionException failure) {
        return List.of(
                failure.getClass(),
                String.valueOf(failure.getMessage()),
                failure.request(),
                failure.outcome(),
                failure.isRetryable(),
                failure.attempts());
    }

    private final class FakeTransport implements HttpTransport {

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return response;
        }

        @Override
        public Mono<Void> closeLater() {
            return Mono.empty();
        }
    }
}
