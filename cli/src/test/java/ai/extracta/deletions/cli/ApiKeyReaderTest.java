package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The key is read without being shown, and never printed. */
class ApiKeyReaderTest {

    private static final String KEY = "canary-5f1e";

    @TempDir
    private Path folder;

    private ExtractaSimulator simulator;

    @BeforeEach
    void start() {
        simulator = ExtractaSimulator.builder().apiKey(KEY).start();
        simulator.seed(1, 1, 1);
    }

    @AfterEach
    void stop() {
        simulator.close();
        ((Logger) LoggerFactory.getLogger("ai.extracta")).setLevel(Level.OFF); // after --verbose
    }

    @Test
    void theKeyIsReadFromAFileWithoutTheLineBreakAtItsEnd() throws IOException {
        Path file = keyFile(KEY + "\n");

        Result result = CliRunner.on(simulator)
                .withoutKey()
                .run("classifications", "--yes", "--key-file", file.toString(), "cls-1");

        assertThat(result.code()).isZero();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no POSIX permissions there")
    void aKeyFileThatOthersCanReadIsWarnedAbout() throws IOException {
        Path file = keyFile(KEY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(withKeyFile(file).err()).contains("warning: others can read " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(withKeyFile(file).err()).doesNotContain("warning");
    }

    @Test
    void aKeyFileThatHoldsNoKeyIsNotRepeated() throws IOException {
        Result result = withKeyFile(keyFile(KEY + "\nsecond line"));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.all()).contains("not visible ASCII").doesNotContain(KEY);
    }

    @Test
    void aKeyFileThatIsNotThereIsNamed() {
        Result result = withKeyFile(folder.resolve("nowhere"));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("cannot read the key file", "there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--key " + KEY, "--api-key=" + KEY, "--apikey " + KEY, "-Dkey=" + KEY, "--token " + KEY})
    void aKeyAsAnArgumentIsRefusedAndNotRepeated(String option) {
        Result result = CliRunner.on(simulator).run(("classifications --yes cls-1 " + option).split(" "));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.all()).doesNotContain(KEY);
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aServerThatRepeatsTheKeyIsNotRepeated() throws IOException {
        Path failures = folder.resolve("failures.jsonl");
        simulator.answerAlways(Answer.status(400, "{\"status\":\"error\",\"message\":\"bad token " + KEY + "\"}"));

        Result result = CliRunner.on(simulator)
                .run("classifications", "--yes", "--verbose", "--failures", failures.toString(), "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.all()).doesNotContain(KEY);
        assertThat(Files.readString(failures)).contains("bad token").doesNotContain(KEY);
    }

    private Result withKeyFile(Path file) {
        return CliRunner.on(simulator)
                .withoutKey()
                .run("classifications", "--yes", "--key-file", file.toString(), "cls-1");
    }

    private Path keyFile(String text) throws IOException {
        return Files.writeString(folder.resolve("key"), text);
    }
}
