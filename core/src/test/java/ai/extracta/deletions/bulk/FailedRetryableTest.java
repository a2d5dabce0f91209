package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailedRetryableTest {

    private static final DeletionRequest REQUEST = new DeleteBatch("cls-1", "batch-1");

    private static Failed failed(Outcome outcome, RuntimeException failure) {
        return Failed.of(0, REQUEST, outcome, failure, REQUEST);
    }

    private static ResponseException refused(int status) {
        return new ResponseException(REQUEST, Outcome.REFUSED, 1, status, "no", Headers.of(), "");
    }

    @ParameterizedTest
    @CsvSource({"409, true", "423, true", "425, true", "429, true", "400, false", "401, false", "404, false"})
    void aRefusalIsRetryableIfItIsAboutTheMoment(int status, boolean isRetryable) {
        assertThat(failed(Outcome.REFUSED, refused(status)).isRetryable()).isEqualTo(isRetryable);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429})
    void anUnknownOutcomeIsRetryableWhateverTheFailureSays(int status) {
        assertThat(failed(Outcome.UNKNOWN, refused(status)).isRetryable()).isTrue();
    }

    @Test
    void whatWasNotSentIsRetryable() {
        assertThat(failed(Outcome.NOT_SENT, new CallRejectedException(REQUEST, "the client is closed", null))
                        .isRetryable())
                .isTrue();
    }

    @Test
    void whatWasRefusedTogetherWithOthersAndNotSentAloneIsRetryable() {
        assertThat(failed(Outcome.REFUSED, new CallRejectedException(REQUEST, "the client is closed", null))
                        .isRetryable())
                .isTrue();
    }

    @Test
    void whatCannotBeSentIsNotRetryable() {
        assertThat(failed(Outcome.NOT_SENT, new IllegalArgumentException("cannot be written"))
                        .isRetryable())
                .isFalse();
        assertThat(Failed.ofNull(0).isRetryable()).isFalse();
        assertThat(Failed.ofUnmapped(0, null).isRetryable()).isFalse();
        assertThat(Failed.ofUnmapped(0, refused(429)).isRetryable()).isFalse();
    }
}
