package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs with a ledger. */
class LedgerCommandsTest {

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() throws IOException {
        simulator.seed(1, 3, 1);
        Files.writeString(rows(), "classificationId,batchId\ncls-1,cls-1-batch-1\ncls-1,cls-1-batch-2\ncls-1,nope\n");
    }

    @Test
    void resumeSendsOnlyWhatIsNotCertain() {
        simulator.answerNext(Answer.serverError());
        Result first = batches();
        Result resumed = resume();

        assertThat(first.code()).isEqualTo(ExitCodes.UNKNOWN);
        assertThat(first.out()).contains("To go on: extracta-delete resume --kind batch --yes");
        assertThat(resumed.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(resumed.out())
                .contains("2 are not sent again", "1 request, 1 call")
                .containsPattern("deleted +1\n")
                .containsPattern("skipped, already deleted +1\n")
                .containsPattern("skipped, refused before +1\n");
        assertThat(simulator.deletions())
                .containsExactlyInAnyOrder(
                        new DeleteBatch("cls-1", "cls-1-batch-1"), new DeleteBatch("cls-1", "cls-1-batch-2"));
        assertThat(simulator.requests()).hasSize(4);
    }

    @Test
    void whenNothingIsLeftToSendNoConfirmationIsRequired() {
        batches();

        Result again = CliRunner.on(simulator)
                .run("resume", "--kind", "batch", "--from", rows().toString(), "--ledger", ledger().toString());

        assertThat(again.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(again.out()).containsPattern("requests +3\n");
    }

    @Test
    void exportWritesWhatTheLedgerKnows() throws IOException {
        batches();
        Path target = folder.resolve("audit.jsonl");

        Result shown = new CliRunner().run("export", "--ledger", ledger().toString());
        Result written = new CliRunner().run("export", "--ledger", ledger().toString(), "--to", target.toString());

        assertThat(shown.code()).isZero();
        assertThat(shown.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
        assertThat(written.code()).isZero();
        assertThat(Files.readString(target)).isEqualTo(shown.out());
    }

    @Test
    void exportOverwritesNothing() throws IOException {
        batches();
        Path target = Files.writeString(folder.resolve("audit.jsonl"), "precious");

        Result result = new CliRunner().run("export", "--ledger", ledger().toString(), "--to", target.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(target).hasContent("precious");
    }

    @Test
    void aServerThatCannotBeReachedIsSaidWithHowToGoOn() throws IOException {
        simulator.close();
        Files.writeString(
                rows(),
                IntStream.range(0, 500)
                        .mapToObj(i -> "cls-1,batch-" + i)
                        .collect(Collectors.joining("\n", "classificationId,batchId\n", "\n")));

        Result result = batches();

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.out())
                .containsPattern("not sent +500\n")
                .contains("the server cannot be reached", "To go on: extracta-delete resume --kind batch --yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export --ledger FOLDER", "batches c b --yes --ledger FOLDER"})
    void aFolderIsNoLedger(String command) {
        Result result =
                new CliRunner().run(command.replace("FOLDER", folder.toString()).split(" "));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains(folder + " is a folder");
    }

    @Test
    void aLedgerInAFolderThatDoesNotExistIsNamed() {
        Path ledger = folder.resolve("none/job.ledger");

        Result result = CliRunner.on(simulator).run("batches", "c", "b", "--yes", "--ledger", ledger.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("the folder of the ledger " + ledger + " does not exist");
    }

    @Test
    void anExportToAFolderThatDoesNotExistIsNamed() {
        batches();
        Path target = folder.resolve("none/audit.jsonl");

        Result result = new CliRunner().run("export", "--ledger", ledger().toString(), "--to", target.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("cannot write " + target + ": there is no such file or folder");
    }

    @Test
    void anExportThatFailsLeavesNoPartOfIt() throws IOException {
        Files.writeString(ledger(), "my diary\nday one\n");
        Path target = folder.resolve("audit.jsonl");

        Result result = new CliRunner().run("export", "--ledger", ledger().toString(), "--to", target.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.err()).contains("cannot write " + target, "job.ledger");
        assertThat(target).doesNotExist();
    }

    @Test
    void aLedgerThatSomebodyElseHasOpenSendsNothing() throws IOException {
        try (FileLedger open = FileLedger.open(ledger())) {
            Result result = batches();

            assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
            assertThat(result.err()).contains("job.ledger");
            assertThat(simulator.requests()).isEmpty();
            assertThat(open).isNotNull();
        }
    }

    @Test
    void aFileThatIsNoLedgerSendsNothing() throws IOException {
        Files.writeString(ledger(), "my diary\nday one\n");

        Result result = batches();

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(ledger()).hasContent("my diary\nday one\n");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void theFailuresFileIsNeverTheLedger() throws IOException {
        batches();
        byte[] before = Files.readAllBytes(ledger());

        Result result = CliRunner.on(simulator)
                .run(
                        "batches",
                        "--yes",
                        "--ledger",
                        ledger().toString(),
                        "--failures",
                        folder.resolve("./job.ledger").toString(),
                        "cls-1",
                        "cls-1-batch-3");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ledger()).hasBinaryContent(before);
    }

    private Result batches() {
        return CliRunner.on(simulator)
                .run(
                        "batches",
                        "--yes",
                        "--retry",
                        "none",
                        "--concurrency",
                        "1",
                        "--from",
                        rows().toString(),
                        "--ledger",
                        ledger().toString());
    }

    private Result resume() {
        return CliRunner.on(simulator)
                .run(
                        "resume",
                        "--yes",
                        "--kind",
                        "batch",
                        "--from",
                        rows().toString(),
                        "--ledger",
                        ledger().toString());
    }

    private Path rows() {
        return folder.resolve("rows.csv");
    }

    private Path ledger() {
        return folder.resolve("job.ledger");
    }
}
