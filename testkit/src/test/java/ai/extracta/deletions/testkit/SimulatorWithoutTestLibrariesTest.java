package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The simulator is also a stand-in for the API in programs that are no tests. */
class SimulatorWithoutTestLibrariesTest {

    private static final List<String> TEST_LIBRARIES =
            List.of("junit", "assertj", "opentest4j", "reactor-test", "byte-buddy", "surefire");

    @Test
    void runsWithoutJUnitAndAssertJ() throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> TEST_LIBRARIES.stream().noneMatch(new File(entry).getName()::contains))
                .collect(Collectors.joining(File.pathSeparator));

        Process program = JavaCommand.of(List.of(), classPath, Program.class.getName(), List.of())
                .redirectErrorStream(true)
                .start();

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("responded with 401");
        assertThat(program.exitValue()).isZero();
    }

    /** Not a test: the program that is run. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try {
                Class.forName("org.junit.jupiter.api.Test");
                throw new IllegalStateException("JUnit is on the class path");
            } catch (ClassNotFoundException expected) {
                // as it should be
            }
            try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
                simulator.seed(1, 1, 1);
                URI uri = URI.create(simulator.baseUri() + "/documentClassification/deleteBatch");
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setRequestMethod("DELETE");
                System.out.println("responded with " + connection.getResponseCode());
            }
        }
    }
}
