package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.finish;
import static ai.extracta.deletions.ledger.Ledgers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeleteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSummaryTest {

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
    void aRequestIsCountedOnceInItsPresentState() throws IOException {
        begin(ledger, FILES, BATCH);
        finish(ledger, deleted(FILES), refused(BATCH, 401));
        begin(ledger, BATCH);
        finish(ledger, refused(BATCH, 404));
        begin(ledger, CLASSIFICATION);
        begin(ledger, new DeleteBatch("c", "not-sent"));
        finish(ledger, refused(new DeleteBatch("c", "not-sent"), 401));

        LedgerSummary summary = FileLedger.summarize(file);

        assertThat(summary.states())
                .isEqualTo(Map.of(State.DELETED, 1L, State.REFUSED, 1L, State.STARTED, 1L, State.PENDING, 1L));
        assertThat(summary.requests()).isEqualTo(4);
        assertThat(summary.calls()).isEqualTo(4);
    }

    @Test
    void theTimesAreThoseOfTheFirstAndTheLastRecord() throws IOException {
        Instant before = Instant.now();
        begin(ledger, FILES);
        Instant between = Instant.now();
        finish(ledger, deleted(FILES));

        LedgerSummary summary = FileLedger.summarize(file);

        assertThat(summary.first())
                .hasValueSatisfying(first -> assertThat(first).isBetween(before, between));
        assertThat(summary.last()).hasValueSatisfying(last -> assertThat(last).isBetween(between, Instant.now()));
    }

    @Test
    void anIncompleteRecordIsMeasuredAndKept() throws IOException {
        begin(ledger, FILES);
        ledger.close();
        Files.writeString(file, "0123abcd {\"type\":\"fin", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);

        LedgerSummary summary = FileLedger.summarize(file);

        assertThat(summary.incompleteBytes()).isEqualTo(21);
        assertThat(summary.bytes()).isEqualTo(before.length);
        assertThat(summary.states()).containsEntry(State.STARTED, 1L);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aLedgerThatRecordedNothingIsEmpty() throws IOException {
        LedgerSummary summary = FileLedger.summarize(file);

        assertThat(summary.requests()).isZero();
        assertThat(summary.states()).containsOnlyKeys(State.values());
        assertThat(summary.first()).isEmpty();
        assertThat(summary.last()).isEmpty();
        assertThat(summary.version()).isEqualTo(2);
        assertThat(summary.bytes()).isEqualTo(LedgerHeader.CURRENT.length);
        assertThat(summary.incompleteBytes()).isZero();
    }

    @Test
    void damageIsNamed() throws IOException {
        begin(ledger, FILES);
        finish(ledger, deleted(FILES));
        ledger.close();
        byte[] bytes = Files.readAllBytes(file);
        bytes[LedgerHeader.CURRENT.length + 20] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> FileLedger.summarize(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the ledger " + file + " is damaged in line 2, at byte " + LedgerHeader.CURRENT.length);
    }

    @Test
    void aMissingLedgerIsNotCreated() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> FileLedger.summarize(missing)).isInstanceOf(NoSuchFileException.class);
        assertThat(missing).doesNotExist();
    }

    @Test
    void anInterruptIsNamed() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> FileLedger.summarize(file))
                    .hasMessage("the thread that read the ledger " + file + " was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
