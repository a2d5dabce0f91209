package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.finish;
import static ai.extracta.deletions.ledger.Ledgers.statesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Ledgers damaged by a crash, a disk or an editor. */
class LedgerDamageTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(FileLedger.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeThreeRecords() {
        file = folder.resolve("job.ledger");
        try (FileLedger ledger = Ledgers.open(file)) {
            begin(ledger, FILES, BATCH);
            finish(ledger, deleted(FILES));
            begin(ledger, CLASSIFICATION);
        }
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void detachAppender() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void anIncompleteRecordIsRemovedAndLoggedWithoutAnId() throws IOException {
        long whole = Files.size(file);
        append("0123abcd {\"type\":\"begin\",\"entries\":[{\"secret-id");

        assertThat(statesIn(file, FILES, BATCH, CLASSIFICATION)).containsExactly(DELETED, STARTED, STARTED);

        assertThat(file).hasSize(whole);
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .isEqualTo("The ledger " + file
                            + " ended in 47 bytes of an incomplete record, as a crash leaves them; they were removed");
        });
    }

    @Test
    void recordsAfterARemovedTailAreReadBack() throws IOException {
        append("0123");
        try (FileLedger ledger = Ledgers.open(file)) {
            finish(ledger, deleted(BATCH));
        }

        assertThat(statesIn(file, FILES, BATCH)).containsExactly(DELETED, DELETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "\n\n\n", "00000000 {}\n", "no checksum at all\nnor here\n"})
    void aTailWithoutAnIntactRecordIsTorn(String tail) throws IOException {
        long whole = Files.size(file);
        append(tail);

        assertThat(statesIn(file, CLASSIFICATION)).containsExactly(STARTED);
        assertThat(file).hasSize(whole);
    }

    @Test
    void damageInTheMiddleIsNamedAndNothingIsChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int secondRecord = LedgerHeader.CURRENT.length + lineLength(bytes, LedgerHeader.CURRENT.length);
        bytes[secondRecord + 20] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> FileLedger.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the ledger " + file + " is damaged in line 3, at byte " + secondRecord
                        + ", and intact records follow. It was not changed.");
        assertThat(file).hasBinaryContent(bytes);
        assertThatThrownBy(() -> Ledgers.export(file)).hasMessageContaining("is damaged in line 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"begin\",\"call\":9,\"requests\":"
                        + "[{\"kind\":\"files\",\"classificationId\":\"c\",\"files\":[\"f\"]}]",
                "\"type\":\"finish\",\"results\":[{\"state\":\"PAUSED\",\"result\":\"Deleted\",\"requests\":"
                        + "[{\"kind\":\"classification\",\"classifications\":[\"c\"]}]}]",
                "\"type\":\"finish\",\"call\":9,\"results\":[{\"count\":1,\"state\":\"DELETED\",\"result\":\"Deleted\"}]",
            })
    void anIntactLineThatIsNoRecordIsRefused(String members) throws IOException {
        byte[] stranger = LedgerLine.of("{\"at\":\"2026-07-01T10:00:00Z\"," + members + "}");
        long at = Files.size(file);
        Files.write(file, stranger, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> FileLedger.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "line 5 of the ledger " + file + ", at byte " + at + ", is not a record of this version");
        assertThat(Files.readAllBytes(file)).endsWith(stranger);
    }

    @Test
    void aLostLineFeedBeforeTheLastRecordIsNotTakenForATornTail() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int last = new String(bytes, StandardCharsets.UTF_8).lastIndexOf('\n', bytes.length - 2);
        bytes[last] = ' ';
        Files.write(file, bytes);

        assertThatThrownBy(() -> FileLedger.open(file)).hasMessageContaining("is damaged in line 3");
        assertThat(file).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,name\n1,a\n", "{\"format\":\"something else\"}\n", "x", "7"})
    void aForeignFileIsRefusedAndUntouched(String content) throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign"), content);

        assertThatThrownBy(() -> FileLedger.open(foreign))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(foreign + " is not a deletion ledger")
                .hasMessageContaining("name a file that does not exist yet. It was not changed.");
        assertThat(foreign).hasContent(content);
    }

    @Test
    void aLedgerOfAnotherVersionIsRefused() throws IOException {
        byte[] header = LedgerLine.of("{\"format\":\"extracta-deletions-ledger\",\"version\":3}");
        Path later = Files.write(folder.resolve("later"), header);

        assertThatThrownBy(() -> FileLedger.open(later)).hasMessageContaining("is a ledger of another version");
    }

    @Test
    void anEmptyFileBecomesALedger() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(statesIn(empty, FILES)).containsExactly(PENDING);
        assertThat(empty).hasBinaryContent(LedgerHeader.CURRENT);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static int lineLength(byte[] bytes, int from) {
        int length = 1;
        while (bytes[from + length - 1] != '\n') {
            length++;
        }
        return length;
    }
}
