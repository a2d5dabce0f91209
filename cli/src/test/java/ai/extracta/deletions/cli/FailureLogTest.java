package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is not certainly deleted is listed, and can be read again. */
class FailureLogTest {

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, 3);
    }

    @Test
    void theFailuresFileIsReadLikeAnyOther() {
        Path failures = folder.resolve("failures.jsonl");
        simulator.answerNext(Answer.serverError());

        Result first = CliRunner.on(simulator)
                .run(
                        "files",
                        "--yes",
                        "--failures",
                        failures.toString(),
                        "cls-1",
                        "cls-1-batch-1",
                        "cls-1-batch-1-file-1",
                        "cls-1-batch-1-file-2");
        Result second = CliRunner.on(simulator).run("files", "--yes", "--from", failures.toString());

        assertThat(first.code()).isEqualTo(ExitCodes.UNKNOWN);
        assertThat(second.code()).isZero();
        assertThat(simulator.deletions())
                .containsExactly(new DeleteFiles(
                        "cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-1", "cls-1-batch-1-file-2")));
    }

    @Test
    void aLineOfTheFailuresFileHasOutcomeAndReason() throws IOException {
        Path failures = folder.resolve("failures.jsonl");

        CliRunner.on(simulator).run("batches", "--yes", "--failures", failures.toString(), "cls-1", "nope");

        assertThat(Files.readAllLines(failures)).hasSize(1);
        assertThat(Files.readString(failures))
                .startsWith(
                        "{\"type\":\"batch\",\"classificationId\":\"cls-1\",\"batchId\":\"nope\",\"outcome\":\"REFUSED\"")
                .contains("\"reason\":\"not deleted (REFUSED)");
    }

    @Test
    void whatWasNeverSentIsInTheFileAsWell() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(
                rows,
                IntStream.range(0, 12_000)
                        .mapToObj(i -> "cls-" + i)
                        .collect(Collectors.joining("\n", "classificationId\n", "\n")));
        Path failures = folder.resolve("failures.jsonl");

        Result result = CliRunner.on(simulator)
                .key("wrong")
                .run(
                        "classifications",
                        "--yes",
                        "--concurrency",
                        "1",
                        "--from",
                        rows.toString(),
                        "--failures",
                        failures.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(Files.readAllLines(failures)).hasSize(12_000);
    }

    @Test
    void atMostTwentyAreShown() {
        String[] command = IntStream.range(0, 30)
                .mapToObj(i -> "nope-" + i)
                .collect(Collectors.joining(" ", "classifications --yes ", ""))
                .split(" ");

        Result result = CliRunner.on(simulator).run(command);

        assertThat(result.err().lines().filter(line -> line.startsWith("  nope-")))
                .hasSize(20);
        assertThat(result.err()).contains("and 10 more; --failures FILE lists them all");
    }

    @Test
    void theFailuresOfAnEarlierRunAreNotOverwritten() throws IOException {
        Path failures = Files.writeString(folder.resolve("failures.jsonl"), "yesterday");

        Result result =
                CliRunner.on(simulator).run("batches", "--yes", "--failures", failures.toString(), "cls-1", "nope");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--failures would overwrite " + failures);
        assertThat(failures).hasContent("yesterday");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aFileWithoutContentIsUsed() throws IOException {
        Path failures = Files.createFile(folder.resolve("failures.jsonl"));

        CliRunner.on(simulator).run("batches", "--yes", "--failures", failures.toString(), "cls-1", "nope");

        assertThat(Files.readAllLines(failures)).hasSize(1);
    }

    @Test
    void aDryRunCreatesNone() {
        Path failures = folder.resolve("failures.jsonl");

        CliRunner.on(simulator).run("batches", "--dry-run", "--failures", failures.toString(), "cls-1", "nope");

        assertThat(failures).doesNotExist();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "there is no /dev/full")
    void aFileThatCannotBeWrittenIsNoSuccess() {
        Result result = CliRunner.on(simulator).run("batches", "--yes", "--failures", "/dev/full", "cls-1", "nope");

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.err()).contains("the failures file is incomplete: No space left on device");
    }

    @Test
    void theFileThatIsReadIsNotOverwritten() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "classificationId\ncls-1\n");

        Result result = CliRunner.on(simulator)
                .run("classifications", "--yes", "--from", rows.toString(), "--failures", rows.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(rows).hasContent("classificationId\ncls-1\n");
        assertThat(simulator.requests()).isEmpty();
    }
}
