package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Ctrl-C leaves behind. */
class ShutdownSignalTest {

    private static final int FILES = 200;

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, FILES);
    }

    @Test
    void whatWasNotSentByThenNeverIs() throws Exception {
        CliRunner cli = CliRunner.on(simulator);

        Result result = stopAfterTheFirstRequest(cli, "--rate", "40", "--max-files-per-call", "5");

        long deleted =
                simulator.classifications().get(0).batches().get(0).fileIds().size();
        assertThat(result.code()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(result.out())
                .contains("Stopped before the end.")
                .containsPattern("deleted +" + (FILES - deleted) + "\n")
                .containsPattern("not sent +" + deleted + "\n")
                .containsPattern("unknown +0\n");
        assertThat(Files.readAllLines(failures())).hasSize((int) deleted);
    }

    @Test
    void callsInFlightThatDoNotEndAreUnknown() throws Exception {
        simulator.answerAlways(Answer.noResponse());

        Result result = stopAfterTheFirstRequest(CliRunner.on(simulator), "--rate", "40", "--max-files-per-call", "5");

        assertThat(result.code()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(result.out()).containsPattern("deleted +0\n").containsPattern("unknown +[1-9]");
        assertThat(Files.readAllLines(failures())).hasSize(FILES).anySatisfy(line -> assertThat(line)
                .contains("UNKNOWN", "the transport was closed"));
    }

    @Test
    void theCommandThatGoesOnDoesTheRest() throws Exception {
        CliRunner cli = CliRunner.on(simulator);
        Path ledger = folder.resolve("a job.ledger");

        Result stopped = stopAfterTheFirstRequest(
                cli, "--rate", "40", "--max-files-per-call", "5", "--ledger", ledger.toString());
        String hint = stopped.out()
                .lines()
                .filter(line -> line.startsWith("To go on: "))
                .findFirst()
                .orElseThrow();
        Result resumed = CliRunner.on(simulator)
                .run("resume", "--kind", "files", "--yes", "--from", rows().toString(), "--ledger", ledger.toString());

        assertThat(hint)
                .startsWith("To go on: extracta-delete resume --kind files --yes --from")
                .contains("--ledger '" + ledger + "'");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.out())
                .containsPattern("\\d+ are not sent again")
                .containsPattern("skipped, already deleted +[1-9]");
        assertThat(simulator.classifications().get(0).batches().get(0).fileIds())
                .isEmpty();
    }

    private Result stopAfterTheFirstRequest(CliRunner cli, String... options) throws Exception {
        Thread ctrlC = new Thread(() -> {
            simulator.awaitRequests(1, Duration.ofSeconds(30));
            cli.shutdown().request();
        });
        ctrlC.start();
        List<String> command = List.of(
                "files",
                "--yes",
                "--from",
                rows().toString(),
                "--failures",
                failures().toString());
        String[] all = Stream.concat(command.stream(), Arrays.stream(options)).toArray(String[]::new);
        Result result = cli.run(all);
        ctrlC.join();
        return result;
    }

    private Path rows() throws IOException {
        return Files.writeString(
                folder.resolve("rows.csv"),
                IntStream.rangeClosed(1, FILES)
                        .mapToObj(i -> "cls-1,cls-1-batch-1,cls-1-batch-1-file-" + i)
                        .collect(Collectors.joining("\n", "classificationId,batchId,fileId\n", "\n")));
    }

    private Path failures() {
        return folder.resolve("failures.jsonl");
    }
}
