package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real signal to a real process. */
class InterruptTest {

    private static final long SIGINT = 1 << 1;

    @TempDir
    private Path folder;

    @Test
    @Timeout(120) // another JVM starts, perhaps on a busy machine
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGINT to send there")
    void aProcessThatIsInterruptedSaysWhatItDidAndHowToGoOn() throws Exception {
        assumeFalse(
                isSigintIgnored(),
                "a JVM that was started in a script's background ignores SIGINT, and so do its children");
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 2_000);
            Process process = start(simulator);
            try {
                simulator.awaitRequests(1, Duration.ofSeconds(80));
                new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor();

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            long left = simulator
                    .classifications()
                    .get(0)
                    .batches()
                    .get(0)
                    .fileIds()
                    .size();

            assertThat(process.exitValue()).isEqualTo(ExitCodes.INTERRUPTED);
            assertThat(Files.readString(folder.resolve("out")))
                    .contains("Stopped before the end.", "To go on: extracta-delete resume --kind files")
                    .containsPattern(String.format("not sent +%,d\n", left));
        }
    }

    /** As POSIX shells do to what they start with an ampersand; only Linux says so. */
    private static boolean isSigintIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).strip(), 16)
                                & SIGINT)
                        != 0);
    }

    private Process start(ExtractaSimulator simulator) throws IOException {
        String rows = IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> "cls-1,cls-1-batch-1,cls-1-batch-1-file-" + i)
                .collect(Collectors.joining("\n", "classificationId,batchId,fileId\n", "\n"));
        Files.writeString(folder.resolve("rows.csv"), rows);
        String arguments =
                "files --yes --from rows.csv --rate 20 --ledger job.ledger --base-uri " + simulator.baseUri();
        ProcessBuilder program = JavaCommand.of(List.of(), ExtractaDelete.class, arguments.split(" ", -1))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        program.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        return program.start();
    }
}
