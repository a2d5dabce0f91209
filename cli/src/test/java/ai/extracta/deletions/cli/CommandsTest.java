package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each command does to a server. */
class CommandsTest {

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(2, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void filesDeletesTheFilesThatAreNamedInOneCall(String transport) {
        Result result = CliRunner.on(simulator)
                .run(
                        "files",
                        "--yes",
                        "--transport",
                        transport,
                        "cls-1",
                        "cls-1-batch-1",
                        "cls-1-batch-1-file-1",
                        "cls-1-batch-1-file-3");

        assertThat(simulator.deletions())
                .containsExactly(new DeleteFiles(
                        "cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-1", "cls-1-batch-1-file-3")));
        assertThat(result.out())
                .contains("1 call")
                .containsPattern("deleted +2\n")
                .contains("All 2 are deleted.");
        assertThat(result.code()).isZero();
    }

    @Test
    void batchesDeletesTheBatchesThatAreNamed() {
        assertThat(CliRunner.on(simulator)
                        .run("batches", "--yes", "cls-1", "cls-1-batch-2")
                        .code())
                .isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-2"));
    }

    @Test
    void classificationsDeletesTheClassificationsThatAreNamed() {
        assertThat(CliRunner.on(simulator)
                        .run("classifications", "--yes", "cls-1", "cls-2")
                        .code())
                .isZero();
        assertThat(simulator.deletions())
                .containsExactlyInAnyOrder(new DeleteClassification("cls-1"), new DeleteClassification("cls-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files cls-1 cls-1-batch-1",
                "files cls-1",
                "batches cls-1",
                "files",
                "batches",
                "classifications"
            })
    void anIdTooFewIsNeverAWiderDeletion(String command) {
        Result result = CliRunner.on(simulator).run((command + " --yes").split(" "));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aBlankIdIsRefusedBeforeAnythingIsSent() {
        Result result = CliRunner.on(simulator).run("batches", "--yes", "cls-1", "cls-1-batch-1", " ");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("batchId is blank");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void oneBadRowAtTheEndOfAFileSendsNothing() throws IOException {
        Path rows = rows("rows.csv", "classificationId,batchId\ncls-1,cls-1-batch-1\ncls-1,\n");

        Result result = CliRunner.on(simulator).run("batches", "--yes", "--from", rows.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("rows.csv, line 3, column batchId: is empty");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void oneBadRowOfStandardInputSendsNothingEither() {
        Result result = CliRunner.on(simulator)
                .standardInput("{\"classificationId\":\"cls-1\"}\n{\"classificationId\":\"\"}\n")
                .run("classifications", "--yes", "--from", "-", "--format", "jsonl");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("standard input, line 2");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void rowsComeFromStandardInput() {
        Result result = CliRunner.on(simulator)
                .standardInput("classificationId\ncls-2\n")
                .run("classifications", "--yes", "--from", "-", "--format", "csv");

        assertThat(result.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-2"));
    }

    @Test
    void aFileWithoutAKnownExtensionNeedsAFormat() throws IOException {
        Result result = CliRunner.on(simulator)
                .run("classifications", "--yes", "--from", rows("ids.txt", "").toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--format csv or --format jsonl");
    }

    @Test
    void idsAndRowsTogetherAreRefused() throws IOException {
        Path rows = rows("rows.csv", "classificationId\ncls-2\n");

        Result result = CliRunner.on(simulator).run("classifications", "--yes", "cls-1", "--from", rows.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aDryRunSendsNothingAndNeedsNoKey() {
        Result result = CliRunner.on(simulator).withoutKey().run("classifications", "--dry-run", "cls-1");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("cls-1").contains("Dry run: nothing was sent.");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aPlanShowsWhatRowsOfAllKindsWouldDelete() throws IOException {
        Path rows = rows("rows.csv", """
                type,classificationId,batchId,fileId
                files,cls-1,b,f
                batch,cls-1,b,
                classification,cls-2,,
                """);

        Result result = new CliRunner().run("plan", "--from", rows.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("3 requests, 2 calls", "1 request covered by a wider one");
    }

    @Test
    void anEmptyFileIsNoError() throws IOException {
        Result result = CliRunner.on(simulator)
                .run(
                        "classifications",
                        "--from",
                        rows("rows.csv", "classificationId\n").toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("There is nothing to delete.");
    }

    @Test
    void resumingAJobWhoseLedgerIsNotThereWouldSendEverythingAgain() throws IOException {
        Path rows = rows("rows.csv", "classificationId\ncls-1\n");

        Result result = CliRunner.on(simulator)
                .run(
                        "resume",
                        "--yes",
                        "--kind",
                        "classification",
                        "--from",
                        rows.toString(),
                        "--ledger",
                        folder.resolve("typo.ledger").toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("there is no ledger");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void anIdThatBeginsWithAnAtSignIsAnId() throws IOException {
        Path arguments = rows("team", "cls-1\n--yes\n");
        String id = "@" + arguments;
        simulator.add(new Classification(id, List.of()));

        Result result = CliRunner.on(simulator).run("classifications", "--yes", id);

        assertThat(result.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-NxAbC9", "-yes", "-hello", "--id"})
    void anIdThatBeginsWithADashComesAfterTwoDashes(String id) {
        simulator.add(new Classification(id, List.of()));

        Result before = CliRunner.on(simulator).run("classifications", "--yes", id);
        Result after = new CliRunner()
                .key(simulator.apiKey())
                .run(
                        "classifications",
                        "--yes",
                        "--base-uri",
                        simulator.baseUri().toString(),
                        "--",
                        id);

        assertThat(before.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(before.err()).contains("an id that begins with a dash comes after --");
        assertThat(after.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "-y", "--concurrency=1", "--help"})
    void anOptionAfterTwoDashesIsNoId(String option) {
        Result result = CliRunner.on(simulator).run("classifications", "--yes", "--", "cls-1", option);

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains(option + " comes after --, where everything is an id");
        assertThat(simulator.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "batch, batches",
        "file, files",
        "classification, classifications",
        "resum, resume",
        "batches --concurency 1, --concurrency",
        "batches --dry-rnu, --dry-run"
    })
    void aMistypedNameGetsASuggestion(String command, String suggestion) {
        Result result = new CliRunner().run(command.split(" "));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("; did you mean " + suggestion + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {" cls-1", "cls-1 ", "cls-1\u00a0", "\ufeffcls-1"})
    void anIdWithSpacesAroundItIsRefused(String id) {
        Result result = CliRunner.on(simulator).run("classifications", "--yes", id);

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("classificationId has spaces around it");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void httpToAnotherMachineIsExplainedInTheWordsOfTheProgram() {
        Result result = new CliRunner()
                .key("k")
                .run("classifications", "--yes", "--base-uri", "http://api.example/api/v1", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--base-uri", "use https").doesNotContain("allowInsecureHttp");
    }

    @Test
    void helpExplainsTheExitCodes() {
        Result result = new CliRunner().run("files", "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Exit codes:", "some may or may not be deleted");
    }

    private Path rows(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
