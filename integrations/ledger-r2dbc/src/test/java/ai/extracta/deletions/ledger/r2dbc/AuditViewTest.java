package ai.extracta.deletions.ledger.r2dbc;

import static ai.extracta.deletions.ledger.r2dbc.Samples.begin;
import static ai.extracta.deletions.ledger.r2dbc.Samples.finish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.TestOutcomes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person reads in the view. */
class AuditViewTest {

    private static final DeletionRequest FILES = new DeleteFiles("cls-1", "batch-1", List.of("a\"b", "c\\d"));
    private static final List<String> COLUMNS = List.of(
            "kind",
            "classification_id",
            "batch_id",
            "file_ids",
            "state",
            "known_because",
            "status",
            "request_id",
            "message",
            "subsumed_by");

    private final String job = Samples.newJob();

    private Map<String, Object> row(TestDatabase database) {
        return new Database(database.pool(), Dialect.of(database.pool()), TestDatabase.TIMEOUT)
                .query(new Dialect.Query("SELECT * FROM deletion_audit WHERE job = $1", List.of(job)), row -> {
                    Map<String, Object> columns = new HashMap<>();
                    COLUMNS.forEach(name -> columns.put(name, row.get(name)));
                    columns.put("asked_at", row.get("asked_at", OffsetDateTime.class));
                    columns.put("certain_at", row.get("certain_at", OffsetDateTime.class));
                    return columns;
                })
                .block(TestDatabase.TIMEOUT)
                .get(0);
    }

    private DeletionLedger ledger(TestDatabase database) {
        return R2dbcLedger.create(database.pool(), job);
    }

    private Map<String, Object> rowAfter(TestDatabase database, DeletionResult result) {
        begin(ledger(database), result.request());
        finish(ledger(database), result);
        return row(database);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatWasAskedForAndThatItIsNotCertain(TestDatabase database) {
        begin(ledger(database), FILES);

        assertThat(row(database))
                .containsEntry("kind", "files")
                .containsEntry("classification_id", "cls-1")
                .containsEntry("batch_id", "batch-1")
                .containsEntry("file_ids", "[\"a\\\"b\",\"c\\\\d\"]")
                .containsEntry("state", "STARTED")
                .containsEntry("known_because", "not certain: it may be deleted")
                .containsEntry("certain_at", null)
                .hasEntrySatisfying("asked_at", at -> assertThat((OffsetDateTime) at)
                        .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC), within(5, ChronoUnit.MINUTES)));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheServersConfirmationOfEachCall(TestDatabase database) {
        assertThat(rowAfter(database, new Deleted(0, FILES, List.of(receipt("r-1"), receipt("r-2")))))
                .containsEntry("state", "DELETED")
                .containsEntry("known_because", "the server confirmed it")
                .containsEntry("status", 200)
                .containsEntry("request_id", "r-1, r-2")
                .containsEntry("message", "2 files deleted")
                .hasEntrySatisfying("certain_at", at -> assertThat(at).isNotNull());
    }

    private static DeletionReceipt receipt(String requestId) {
        return new DeletionReceipt(
                FILES, "2 files deleted", 200, 1, Instant.EPOCH, Duration.ZERO, Confirmation.CONFIRMED, requestId);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhichEnclosingDeletionCoveredIt(TestDatabase database) {
        DeletionRequest batch = new DeleteBatch("cls-1", "batch-1");

        assertThat(rowAfter(database, new Subsumed(0, FILES, batch)))
                .containsEntry("state", "DELETED")
                .containsEntry("known_because", "an enclosing deletion covered it")
                .containsEntry("subsumed_by", batch.toJson());
    }

    @ParameterizedTest
    @EnumSource
    void tellsThatItDidNotExistAnyMore(TestDatabase database) {
        DeletionRequest classification = new DeleteClassification("cls-1");

        assertThat(rowAfter(
                        database,
                        new AlreadyAbsent(0, classification, List.of(TestOutcomes.alreadyAbsent(classification)))))
                .containsEntry("kind", "classification")
                .containsEntry("batch_id", null)
                .containsEntry("file_ids", null)
                .containsEntry("state", "DELETED")
                .containsEntry("known_because", "it did not exist any more")
                .containsEntry("status", 404);
    }

    @ParameterizedTest
    @EnumSource
    void tellsThatItWasRecordedBefore(TestDatabase database) {
        assertThat(rowAfter(database, new Skipped(0, FILES, Skipped.Reason.ALREADY_DELETED)))
                .containsEntry("state", "DELETED")
                .containsEntry("known_because", "it was recorded as deleted before");
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhyTheServerRefusedIt(TestDatabase database) {
        finish(ledger(database), Samples.refused(new DeleteBatch("cls-1", "batch-1")));

        assertThat(row(database))
                .containsEntry("kind", "batch")
                .containsEntry("state", "REFUSED")
                .containsEntry("known_because", "the server refused it")
                .containsEntry("status", 400);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasFailedIsCertainOnlyIfNobodyElseHasStartedIt(TestDatabase database) {
        DeletionLedger one = ledger(database);
        begin(one, FILES);
        begin(ledger(database), FILES);
        finish(one, Samples.notSent(FILES));

        assertThat(row(database)).containsEntry("state", "STARTED").containsEntry("certain_at", null);
    }
}
