package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process writes: UTF-8 without control characters, and an exit code that admits what is lost. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the locale decides the charset, and there is /dev/full")
@Timeout(120) // other JVMs start, perhaps on a busy machine
class OutputTest {

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, 1);
    }

    @Test
    void anExportIsUtf8WithoutALocale() throws IOException, InterruptedException {
        rows("classificationId,batchId\ncls-1,B\u00fccher\n");
        assertThat(run(out(), "batches --from rows.csv --yes --ledger job.ledger"))
                .isEqualTo(ExitCodes.REFUSED);

        assertThat(run(out(), "export --ledger job.ledger")).isZero();

        assertThat(Files.readString(out().toPath())).contains("\"batchId\":\"B\u00fccher\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan --kind batch --from rows.csv", "--version", "batches --help", "simulate --json"})
    void outputThatIsLostIsNoSuccess(String command) throws IOException, InterruptedException {
        rows("classificationId,batchId\nc,b\n");

        assertThat(run(new File("/dev/full"), command)).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(Files.readString(folder.resolve("err"))).contains("standard output is incomplete");
    }

    @Test
    void nothingIsDeletedIfThePlanCannotBeShown() throws IOException, InterruptedException {
        assertThat(run(new File("/dev/full"), "classifications --yes cls-1")).isEqualTo(ExitCodes.NOT_SENT);

        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void escapeSequencesOfAServerDoNotReachTheTerminal() throws IOException, InterruptedException {
        simulator.answerNext(Answer.status(400, "{\"status\":\"error\",\"message\":\"\\u001b[2J\\u009b2Jno\"}"));

        run(out(), "classifications --yes cls-1 --verbose");

        assertThat(Files.readString(folder.resolve("err"))).contains("[2J").doesNotContain("\u001b", "\u009b");
    }

    @Test
    void escapeSequencesOfAFileAreShown() throws IOException, InterruptedException {
        rows("classificationId,\u001b[2J\u009b\n");

        run(out(), "batches --from rows.csv --yes");

        assertThat(Files.readString(folder.resolve("err")))
                .contains("unknown column ' [2J\\u009b'")
                .doesNotContain("\u001b", "\u009b");
    }

    @Test
    void theCopyOfTheRowsHasNoNameThatCouldBeReadOrRemoved() throws IOException, InterruptedException {
        rows("classificationId,batchId\n" + "cls-1,b\n".repeat(20_000));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        simulator.answerAlways(Answer.noResponse());
        Process process =
                start(List.of("-Djava.io.tmpdir=" + temporary), out(), "batches --from rows.csv --yes --deadline 5m");
        try {
            simulator.awaitRequests(1, Duration.ofSeconds(60));

            assertThat(temporary).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aTemporaryFolderThatDoesNotExistIsNamed() throws IOException, InterruptedException {
        rows("classificationId,batchId\nc,b\n");

        Process process = start(List.of("-Djava.io.tmpdir=/none"), out(), "batches --from rows.csv --yes");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCodes.USAGE);
        assertThat(Files.readString(folder.resolve("err")))
                .contains("the rows cannot be copied to the temporary folder /none");
    }

    private int run(File out, String command) throws IOException, InterruptedException {
        Process process = start(List.of(), out, command);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> jvmOptions, File out, String command) throws IOException {
        String all = command.contains("--yes") ? command + " --base-uri " + simulator.baseUri() : command;
        ProcessBuilder process = JavaCommand.of(jvmOptions, ExtractaDelete.class, all.split(" "))
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(folder.resolve("err").toFile());
        process.environment().put("LC_ALL", "C");
        process.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        return process.start();
    }

    private File out() {
        return folder.resolve("out").toFile();
    }

    private void rows(String text) throws IOException {
        Files.writeString(folder.resolve("rows.csv"), text, StandardCharsets.UTF_8);
    }
}
