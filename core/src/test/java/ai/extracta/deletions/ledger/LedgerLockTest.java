package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.statesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLockTest {

    /** Printed by the other process when it has opened the ledger. */
    private static final String OPENED = "opened";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("job.ledger");
    }

    /** The other process. */
    static final class Other {

        private Other() {}

        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] args) throws IOException {
            try (FileLedger ledger = FileLedger.open(Path.of(args[0]))) {
                System.out.println(OPENED);
                begin(ledger, FILES);
                System.out.println("begun");
                System.in.read();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aSecondLedgerInThisProcessIsRefused() {
        try (FileLedger first = Ledgers.open(file)) {
            assertThatThrownBy(() -> FileLedger.open(folder.resolve(".").resolve("job.ledger")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "job.ledger is already open in this process; share that one, or close it first");
            begin(first, FILES);
        }

        assertThat(statesIn(file, FILES)).containsExactly(STARTED);
    }

    @Test
    void aLinkLeadsToTheSameLock() throws IOException {
        try (FileLedger first = Ledgers.open(file)) {
            Path link = Files.createSymbolicLink(folder.resolve("link"), file);

            assertThatThrownBy(() -> FileLedger.open(link)).hasMessageContaining("is already open in this process");
            begin(first, FILES);
        }
    }

    @Test
    void aHardLinkLeadsToTheSameLock() throws IOException {
        try (FileLedger first = Ledgers.open(file)) {
            Path link = Files.createLink(
                    Files.createDirectory(folder.resolve("other")).resolve("x.ledger"), file);

            assertThatThrownBy(() -> FileLedger.open(link)).hasMessageContaining("is already open in this process");
            begin(first, FILES);
            assertThat(linesOfAnother(link))
                    .singleElement()
                    .asString()
                    .contains("x.ledger is already open by another process");
            begin(first, FILES);
        }
    }

    @Test
    void anotherProcessIsRefusedWhateverThisOneDidToTheFileMeanwhile() throws IOException {
        try (FileLedger first = Ledgers.open(file)) {
            assertThatThrownBy(() -> FileLedger.open(file)).isInstanceOf(IOException.class);
            begin(first, FILES);
            assertThat(Ledgers.export(file)).isNotEmpty();
            assertThat(Files.readString(file)).isNotEmpty();

            assertThat(linesOfAnother())
                    .containsExactly("the ledger " + file + " is already open by another process;"
                            + " wait for it to end, or use a ledger of its own for each job");
        }
        assertThat(linesOfAnother()).first().isEqualTo(OPENED);
    }

    @Test
    void aProcessThatIsKilledLeavesItsStatesAndNoLock() throws IOException, InterruptedException {
        Process other = start(file);
        try (var lines = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(List.of(lines.readLine(), lines.readLine())).containsExactly(OPENED, "begun");
            assertThatThrownBy(() -> FileLedger.open(file)).hasMessageContaining("by another process");
            assertThat(Ledgers.export(file)).contains("STARTED");
        } finally {
            other.destroyForcibly().waitFor();
        }

        assertThat(statesIn(file, FILES)).containsExactly(STARTED);
    }

    @Test
    void aFailedOpeningLeavesNoLock() throws IOException {
        Files.writeString(file, "foreign");
        assertThatThrownBy(() -> FileLedger.open(file)).isInstanceOf(IOException.class);
        Files.delete(file);

        Ledgers.open(file).close();
    }

    @Test
    void aMissingFolderIsNamed() {
        Path nowhere = folder.resolve("nowhere").resolve("job.ledger");

        assertThatThrownBy(() -> FileLedger.open(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessage("the folder of the ledger " + nowhere + " does not exist; create it first");
    }

    @Test
    void aFolderIsNoLedger() {
        assertThatThrownBy(() -> FileLedger.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " is a folder; name a file for the ledger");
    }

    private List<String> linesOfAnother() throws IOException {
        return linesOfAnother(file);
    }

    private List<String> linesOfAnother(Path opened) throws IOException {
        Process other = start(opened);
        other.getOutputStream().close();
        try (var lines = other.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().toList();
        }
    }

    private static Process start(Path opened) throws IOException {
        return JavaPrograms.start(Other.class, List.of(), opened.toString());
    }
}
