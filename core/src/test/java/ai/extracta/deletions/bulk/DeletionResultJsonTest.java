package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionResultJsonTest {

    private static final DeleteFiles FILES = new DeleteFiles("c", "b", List.of("f"));

    private static final String REQUEST =
            "\"request\":{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\"]}";

    private static final DeletionReceipt RECEIPT = new DeletionReceipt(
            FILES,
            "Deleted \"it\"",
            200,
            2,
            Instant.parse("2026-07-01T10:00:00Z"),
            Duration.ofMillis(1_500),
            Confirmation.CONFIRMED,
            "r-7");

    private static final String CALLS =
            "\"calls\":[{\"confirmation\":\"CONFIRMED\",\"completedAt\":\"2026-07-01T10:00:00Z\","
                    + "\"elapsedMillis\":1500,\"attempts\":2,\"status\":200,\"requestId\":\"r-7\","
                    + "\"message\":\"Deleted \\\"it\\\"\"}]";

    @Test
    void whatIsDeletedNamesItsCalls() {
        assertThat(new Deleted(3, FILES, List.of(RECEIPT)).toJson())
                .isEqualTo("{\"index\":3,\"state\":\"DELETED\"," + REQUEST + ",\"result\":\"Deleted\"," + CALLS + "}");
        assertThat(new AlreadyAbsent(3, FILES, List.of(RECEIPT)).toJson())
                .isEqualTo("{\"index\":3,\"state\":\"DELETED\"," + REQUEST + ",\"result\":\"AlreadyAbsent\"," + CALLS
                        + "}");
    }

    @Test
    void whatIsSubsumedNamesTheEnclosingDeletion() {
        assertThat(new Subsumed(0, FILES, new DeleteBatch("c", "b")).toJson())
                .isEqualTo("{\"index\":0,\"state\":\"DELETED\"," + REQUEST + ",\"result\":\"Subsumed\","
                        + "\"by\":{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}}");
    }

    @Test
    void whatIsSkippedSaysWhy() {
        assertThat(new Skipped(0, FILES, Skipped.Reason.DRY_RUN).toJson())
                .isEqualTo("{\"index\":0,\"state\":\"PENDING\"," + REQUEST
                        + ",\"result\":\"Skipped\",\"reason\":\"DRY_RUN\"}");
    }

    @Test
    void aFailureHasItsOutcomeItsResponseAndWhatRemains() {
        ResponseException refusal = new ResponseException(
                FILES, Outcome.REFUSED, 1, 404, "no \ud800", Headers.of("x-request-id", "r-9"), "{}");

        assertThat(Failed.of(1, FILES, Outcome.REFUSED, refusal, FILES).toJson())
                .startsWith("{\"index\":1,\"state\":\"REFUSED\"," + REQUEST
                        + ",\"result\":\"Failed\",\"failure\":{\"outcome\":\"REFUSED\",\"type\":\"ResponseException\",")
                .contains("\"attempts\":1,\"status\":404,\"requestId\":\"r-9\",\"serverMessage\":\"no ?\"}")
                .endsWith("," + REQUEST.replace("request", "remaining") + "}");
    }

    @Test
    void aFailureWithoutAResponseHasNoStatus() {
        DeleteClassification request = new DeleteClassification("c");
        assertThat(Failed.of(
                                0,
                                request,
                                Outcome.NOT_SENT,
                                new CallRejectedException(request, "the client is closed", null),
                                request)
                        .toJson())
                .contains("\"outcome\":\"NOT_SENT\"", "\"attempts\":0}")
                .doesNotContain("status");
    }

    @Test
    void anElementThatWasNullHasNoRequest() {
        assertThat(Failed.ofNull(7).toJson())
                .startsWith("{\"index\":7,\"state\":\"PENDING\",\"result\":\"Failed\",\"failure\":{")
                .doesNotContain("\"request\"", "remaining");
    }
}
