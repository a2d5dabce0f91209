package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An id among the arguments is the one that was typed, or it is refused. */
class ArgumentEncodingTest {

    private static final String BUECHER = "B\u00fccher";

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.add(new Classification("cls", List.of(new Batch(BUECHER, List.of()))));
    }

    @Test
    void anIdThatWasDecodedFromUtf8IsSent() {
        assertThat(CliRunner.on(simulator)
                        .run("batches", "--yes", "cls", BUECHER)
                        .code())
                .isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls", BUECHER));
    }

    @ParameterizedTest
    @CsvSource({"ANSI_X3.4-1968, B\ufffd\ufffdcher", "ISO-8859-1, B\u00c3\u00bccher", "UTF-8, B\ufffdcher"})
    void anIdThatMayHaveBeenDamagedIsRefused(String encoding, String argument) {
        Result result = CliRunner.on(simulator).argumentEncoding(encoding).run("batches", "--yes", "cls", argument);

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("argument 4 is not ASCII and was read as " + encoding, "LC_ALL=C.UTF-8");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void asciiNeedsNoLocale() {
        simulator.seed(1, 1, 1);

        assertThat(CliRunner.on(simulator)
                        .argumentEncoding("ANSI_X3.4-1968")
                        .run("batches", "--yes", "cls-1", "cls-1-batch-1")
                        .code())
                .isZero();
    }

    @Test
    @Timeout(120) // another JVM starts, perhaps on a busy machine
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the locale does not decide the charset of arguments")
    void aProcessWithoutALocaleSendsNothing() throws IOException, InterruptedException {
        List<String> program = JavaCommand.of(
                        List.of(), ExtractaDelete.class, "batches", "--yes", "--base-uri", uri(), "cls")
                .command();
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" \"$(printf 'B\\303\\274cher')\"", "sh"));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("EXTRACTA_API_KEY", simulator.apiKey());

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("is not ASCII and was read as");
        assertThat(process.exitValue()).isEqualTo(ExitCodes.USAGE);
        assertThat(simulator.requests()).isEmpty();
    }

    private String uri() {
        return simulator.baseUri().toString();
    }
}
