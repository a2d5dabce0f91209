package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.transport.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    private static final DeleteBatch REQUEST = new DeleteBatch("c", "b");

    private static DeletionResult failed(Outcome outcome, int status) {
        ResponseException failure = new ResponseException(REQUEST, outcome, 1, status, "", Headers.of(), "");
        return Failed.of(0, REQUEST, outcome, failure, REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 410, 413, 415, 422})
    void aRequestThatIsRefusedForWhatItAsksIsNotTriedAgain(int status) {
        assertThat(Verdict.of(failed(Outcome.REFUSED, status))).isEqualTo(Verdict.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    void aRefusalOfTheCallerIsNoRefusalOfTheRequest(int status) {
        assertThat(Verdict.of(failed(Outcome.REFUSED, status))).isEqualTo(Verdict.NOT_EXECUTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 423, 425, 429})
    void aRefusalForTheMomentIsNotCertain(int status) {
        assertThat(Verdict.of(failed(Outcome.REFUSED, status))).isEqualTo(Verdict.NOT_CERTAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 500, 503})
    void anUnknownOutcomeIsNotCertainWhateverTheStatus(int status) {
        assertThat(Verdict.of(failed(Outcome.UNKNOWN, status))).isEqualTo(Verdict.NOT_CERTAIN);
    }

    @Test
    void whatWasNotSentWasNotExecuted() {
        CallRejectedException rejected = new CallRejectedException(REQUEST, "closed", null);
        assertThat(Verdict.of(Failed.of(0, REQUEST, Outcome.NOT_SENT, rejected, REQUEST)))
                .isEqualTo(Verdict.NOT_EXECUTED);
    }

    @ParameterizedTest
    @CsvSource({"ALREADY_DELETED, DELETED", "PREVIOUSLY_REFUSED, REFUSED"})
    void whatTheLedgerHasIsAsTheLedgerHasIt(Skipped.Reason reason, Verdict expected) {
        assertThat(Verdict.of(new Skipped(0, REQUEST, reason))).isEqualTo(expected);
    }

    @Test
    void whatAWiderDeletionCoveredIsDeleted() {
        assertThat(Verdict.of(new Subsumed(0, REQUEST, REQUEST))).isEqualTo(Verdict.DELETED);
    }
}
