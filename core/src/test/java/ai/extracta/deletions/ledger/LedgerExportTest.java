package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.failed;
import static ai.extracta.deletions.ledger.Ledgers.finish;
import static ai.extracta.deletions.ledger.Ledgers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerExportTest {

    private static final String TWO_FILES =
            "{\"kind\":\"files\",\"classificationId\":\"c-1\",\"batchId\":\"b-1\",\"fileIds\":[\"f-1\",\"f-2\"]}";

    @TempDir
    private Path folder;

    private Path file;

    @AutoClose
    private FileLedger ledger;

    @BeforeEach
    void open() {
        file = folder.resolve("job.ledger");
        ledger = Ledgers.open(file);
    }

    @Test
    void aDeletionIsExportedWithItsReceipts() {
        begin(ledger, FILES);
        finish(ledger, deleted(FILES));

        assertThat(exported())
                .containsExactly("{\"state\":\"DELETED\",\"at\":\"now\",\"request\":" + TWO_FILES
                        + ",\"result\":\"Deleted\",\"calls\":[{\"confirmation\":\"CONFIRMED\","
                        + "\"completedAt\":\"2026-07-01T10:00:00Z\",\"elapsedMillis\":1500,\"attempts\":2,"
                        + "\"status\":200,\"requestId\":\"r-7\",\"message\":\"Deleted \\\"it\\\"\"}]}");
    }

    @Test
    void aFailureIsExportedWithItsOutcomeAndWhatRemains() {
        DeleteFiles files = new DeleteFiles("c-1", "b-1", List.of("f-1", "f-2"));
        DeleteFiles rest = new DeleteFiles("c-1", "b-1", List.of("f-2"));
        finish(
                ledger,
                Failed.of(0, files, Outcome.UNKNOWN, Ledgers.failure(files, Outcome.UNKNOWN, 500, "oops"), rest));

        assertThat(exported())
                .containsExactly("{\"state\":\"STARTED\",\"at\":\"now\",\"request\":" + TWO_FILES
                        + ",\"result\":\"Failed\",\"failure\":{\"outcome\":\"UNKNOWN\",\"type\":\"ResponseException\","
                        + "\"message\":\"may or may not be deleted (UNKNOWN) after 3 attempts: the server responded"
                        + " with 500: \\\"oops\\\"\",\"attempts\":3,\"status\":500,\"requestId\":\"r-9\","
                        + "\"serverMessage\":\"oops\"},\"remaining\":{\"kind\":\"files\",\"classificationId\":\"c-1\","
                        + "\"batchId\":\"b-1\",\"fileIds\":[\"f-2\"]}}");
    }

    @Test
    void aFailureWithoutAResponseHasNoStatus() {
        TransportException cause = new TransportException(Kind.CONNECT, false, "nobody listens");
        finish(
                ledger,
                Failed.of(
                        0,
                        BATCH,
                        Outcome.NOT_SENT,
                        new TransportFailedException(BATCH, Outcome.NOT_SENT, 1, cause),
                        BATCH));

        assertThat(exported()).singleElement().satisfies(line -> assertThat(line)
                .contains("\"outcome\":\"NOT_SENT\"", "\"type\":\"TransportFailedException\"", "nobody listens")
                .doesNotContain("status", "serverMessage"));
    }

    @Test
    void anUnexpectedExceptionIsExportedToo() {
        finish(ledger, Failed.of(0, BATCH, Outcome.NOT_SENT, new IllegalStateException(), BATCH));

        assertThat(exported()).singleElement().satisfies(line -> assertThat(line)
                .contains("\"outcome\":\"NOT_SENT\",\"type\":\"IllegalStateException\",\"message\":\"null\"}"));
    }

    @Test
    void theEnclosingRequestAndTheReasonForSkippingAreExported() {
        finish(ledger, new Subsumed(0, FILES, BATCH), new Skipped(1, CLASSIFICATION, Skipped.Reason.ALREADY_DELETED));

        assertThat(exported())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("\"result\":\"Subsumed\",\"by\":{\"kind\":\"batch\","
                                        + "\"classificationId\":\"c-1\",\"batchId\":\"b-1\"}}"),
                        line -> assertThat(line).endsWith("\"result\":\"Skipped\",\"reason\":\"ALREADY_DELETED\"}"));
    }

    @Test
    void resultsAreInTheOrderOfTheLogFollowedByRequestsWithoutOne() {
        begin(ledger, CLASSIFICATION, BATCH, FILES);
        finish(ledger, failed(BATCH, Outcome.UNKNOWN, 500));
        begin(ledger, BATCH);
        finish(ledger, deleted(FILES));

        assertThat(exported())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"kind\":\"batch\"", "\"result\":\"Failed\""),
                        line -> assertThat(line).contains("\"kind\":\"files\"", "\"result\":\"Deleted\""),
                        line -> assertThat(line)
                                .isEqualTo("{\"state\":\"STARTED\",\"at\":\"now\",\"request\":{\"kind\":"
                                        + "\"classification\",\"classificationId\":\"c-1\"}}"),
                        line -> assertThat(line).contains("\"kind\":\"batch\"").doesNotContain("result"));
    }

    /** Apart from the time of the one and the index of the other. */
    @Test
    void anExportedResultHasTheSameFormAsItsJson() {
        List<DeletionResult> results = List.of(
                deleted(FILES),
                refused(BATCH, 404),
                new Subsumed(0, FILES, BATCH),
                new Skipped(0, BATCH, Skipped.Reason.ALREADY_DELETED));
        finish(ledger, results.toArray(DeletionResult[]::new));

        assertThat(Ledgers.export(file).lines().map(line -> line.replaceFirst("\"at\":\"[^\"]+\",", "")))
                .containsExactlyElementsOf(results.stream()
                        .map(result -> result.toJson().replaceFirst("\"index\":0,", ""))
                        .toList());
    }

    @Test
    void anIncompleteTailIsIgnoredAndKept() throws IOException {
        begin(ledger, FILES);
        ledger.close();
        Files.writeString(file, "0123abcd {\"type\":\"fin", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);

        assertThat(exported()).hasSize(1);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aLedgerThatRecordedNothingExportsNothing() {
        assertThat(exported()).isEmpty();
    }

    @Test
    void aMissingLedgerIsNotCreated() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> FileLedger.export(missing, new StringBuilder()))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(missing).doesNotExist();
    }

    @Test
    void theFailureOfTheTargetIsTheCallers() {
        begin(ledger, FILES);

        assertThatThrownBy(() -> FileLedger.export(file, new FullTarget())).hasMessage("full");
    }

    private List<String> exported() {
        return Ledgers.export(file)
                .lines()
                .map(line -> line.replaceFirst("\"at\":\"[0-9T:.-]+Z\"", "\"at\":\"now\""))
                .toList();
    }

    private static final class FullTarget implements Appendable {

        @Override
        public Appendable append(CharSequence text) throws IOException {
            throw new IOException("full");
        }

        @Override
        public Appendable append(CharSequence text, int from, int to) throws IOException {
            throw new IOException("full");
        }

        @Override
        public Appendable append(char character) throws IOException {
            throw new IOException("full");
        }
    }
}
