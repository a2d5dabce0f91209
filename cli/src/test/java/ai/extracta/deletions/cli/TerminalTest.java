package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether there is somebody to ask, on the running JDK and on those installed beside it. */
@Timeout(120) // another JVM starts, perhaps on a busy machine
class TerminalTest {

    private static final String QUESTION = "Delete this? Type yes: ";

    @TempDir
    private Path folder;

    /** JDK 22 and later then have a console even without a terminal: the default of JDK 22 to 24. */
    @ParameterizedTest
    @MethodSource("jdks")
    void aConsoleThatIsNoTerminalIsNotAsked(Path jdk) throws Exception {
        String output = run(List.of("sh", "-c", program(jdk, "-Djdk.console=jdk.internal.le")), ExitCodes.USAGE);

        assertThat(output).contains("there is no terminal to confirm on").doesNotContain(QUESTION);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aTerminalIsAsked(Path jdk) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script, which makes a terminal, is not installed");

        String output = run(List.of("/usr/bin/script", "-qec", program(jdk, ""), "/dev/null"), ExitCodes.NOT_SENT);

        assertThat(output).contains(QUESTION, "Nothing was sent.");
    }

    private static Stream<Path> jdks() throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> installed = Files.list(running.resolveSibling("."))) {
            return Stream.concat(
                    Stream.of(running),
                    installed
                            .filter(jdk -> Files.isRegularFile(jdk.resolve("release"))
                                    && Files.isExecutable(jdk.resolve("bin/java")))
                            .map(TerminalTest::realPath)
                            .sorted())
                    .collect(Collectors.toCollection(LinkedHashSet::new))
                    .stream();
        }
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program(Path jdk, String option) {
        return "'" + jdk.resolve("bin/java") + "' " + option + " -cp '" + System.getProperty("java.class.path") + "' "
                + ExtractaDelete.class.getName() + " classifications cls-1 --base-uri http://127.0.0.1:9/";
    }

    /** Replies "no" to whatever is asked. */
    private String run(List<String> command, int exitCode) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        program.environment().put("EXTRACTA_API_KEY", "key");
        Process process = program.start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write("no\n".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }
}
