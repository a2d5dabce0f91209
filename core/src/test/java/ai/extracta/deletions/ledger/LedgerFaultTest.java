package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.LIMIT;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.refused;
import static ai.extracta.deletions.ledger.Ledgers.states;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeletionRequest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A failing disk. */
class LedgerFaultTest {

    private static final Path PATH = Path.of("job.ledger");
    private static final DeletionRequest[] REQUESTS = {CLASSIFICATION, BATCH, FILES};
    private static final int STRIDE = 3; // each room costs twenty thread switches, which a busy machine makes slow

    private final Logger logger = (Logger) LoggerFactory.getLogger(FileLedger.class);
    private MemoryFile disk = new MemoryFile();

    @BeforeEach
    void disableLogging() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void restoreLogging() {
        logger.setLevel(null);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whereverTheDiskFailsExactlyTheAcknowledgedStatesRemain(Consumer<MemoryFile> way) throws IOException {
        int needed = bytesOfTheScript();
        for (int room = 0; room < needed; room += STRIDE) {
            disk = new MemoryFile(LedgerHeader.CURRENT);
            List<State> acknowledged;
            try (FileLedger ledger = open()) {
                disk.fillUpAfter(room);
                way.accept(disk);
                acknowledged = runTheScript(ledger);
                assertThat(states(ledger, REQUESTS))
                        .as("with room for %s bytes", room)
                        .isEqualTo(acknowledged);
            }
            disk = new MemoryFile(disk.bytes());
            try (FileLedger reopened = open()) {
                assertThat(states(reopened, REQUESTS))
                        .as("opened again after room for %s bytes", room)
                        .isEqualTo(acknowledged);
            }
        }
    }

    static List<Consumer<MemoryFile>> ways() {
        return List.of(readable -> {}, MemoryFile::neverTruncate);
    }

    @Test
    void aFailedWriteIsRolledBack() throws IOException {
        try (FileLedger ledger = open()) {
            begin(ledger, FILES);
            byte[] before = disk.bytes();
            disk.fillUpAfter(20);

            assertFails(ledger.begin(List.of(BATCH)));

            assertThat(disk.bytes()).isEqualTo(before);
        }
    }

    @Test
    void aFailedForceIsRolledBack() throws IOException {
        try (FileLedger ledger = open()) {
            byte[] before = disk.bytes();
            disk.neverForce();

            assertFails(ledger.begin(List.of(BATCH)));

            assertThat(states(ledger, BATCH)).containsExactly(PENDING);
            assertThat(disk.bytes()).isEqualTo(before);
        }
    }

    @Test
    void everyLaterWriteFailsAndKnownStatesRemain() throws IOException {
        try (FileLedger ledger = open()) {
            begin(ledger, FILES);
            disk.fillUpAfter(0);
            assertFails(ledger.begin(List.of(BATCH)));
            disk.fillUpAfter(1_000_000);

            assertFails(ledger.finish(List.of(deleted(FILES))));

            assertThat(states(ledger, FILES)).containsExactly(STARTED);
        }
    }

    @Test
    void openingFailsIfTheLedgerCannotBeCreated() {
        disk.fillUpAfter(5);

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }

    private void assertFails(Mono<Void> write) {
        StepVerifier.create(write)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasCauseInstanceOf(IOException.class)
                        .hasMessageStartingWith("the ledger job.ledger cannot be written: "))
                .verify(LIMIT);
    }

    private int bytesOfTheScript() throws IOException {
        try (FileLedger ledger = open()) {
            runTheScript(ledger);
        }
        return disk.bytes().length - LedgerHeader.CURRENT.length;
    }

    /** Returns the states that the ledger has acknowledged: those after the last step that did not fail. */
    private static List<State> runTheScript(FileLedger ledger) {
        List<State> acknowledged = List.of(PENDING, PENDING, PENDING);
        List<Mono<Void>> script = List.of(
                ledger.begin(List.of(FILES, BATCH)),
                ledger.finish(List.of(deleted(FILES), refused(BATCH, 404))),
                ledger.begin(List.of(CLASSIFICATION)),
                ledger.finish(List.of(refused(CLASSIFICATION, 401))));
        List<List<State>> after = List.of(
                List.of(PENDING, STARTED, STARTED),
                List.of(PENDING, State.REFUSED, State.DELETED),
                List.of(STARTED, State.REFUSED, State.DELETED),
                List.of(PENDING, State.REFUSED, State.DELETED));
        for (int step = 0; step < script.size(); step++) {
            if (!script.get(step)
                    .thenReturn(true)
                    .onErrorReturn(false)
                    .blockOptional(LIMIT)
                    .orElseThrow()) {
                return acknowledged;
            }
            acknowledged = after.get(step);
        }
        return acknowledged;
    }

    private FileLedger open() throws IOException {
        return FileLedger.open(PATH, disk, () -> {});
    }
}
