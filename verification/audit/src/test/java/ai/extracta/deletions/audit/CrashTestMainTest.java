package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrashTestMainTest {

    private static final int KILLS = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static List<String> everyTransport() {
        return CrashTestOptions.parse().transports();
    }

    /** A job's JVM needs seconds to start on a busy machine, and there are several. */
    @ParameterizedTest
    @MethodSource("everyTransport")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aJobSurvivesItsCrashes(String transport) throws IOException, InterruptedException {
        CrashTestSummary summary = CrashTestMain.runJobs(transport, 7, KILLS, print(err));

        assertThat(summary.violations()).as(summary.table(transport)).isZero();
        assertThat(summary.kills()).isEqualTo(KILLS);
        assertThat(summary.requests()).isPositive();
        assertThat(text(err)).endsWith(transport + ": 3 of 3 kills\n");
    }

    @Test
    void endsWith2AndItsUsageIfAnOptionIsWrong() throws IOException, InterruptedException {
        assertThat(run("--kill", "1")).isEqualTo(2);
        assertThat(text(err)).startsWith("there is no option --kill\nUsage: bin/crash-test [options]\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void endsWith2IfANumberIsNone() throws IOException, InterruptedException {
        assertThat(run("--kills", "0")).isEqualTo(2);
        assertThat(text(err)).startsWith("--kills needs a whole number from 1 to 999999999, not 0\n");
    }

    @Test
    void showsItsUsageWhenAskedTo() throws IOException, InterruptedException {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("Usage: bin/crash-test [options]\n");
    }

    @Test
    void everyOptionIsTaken() {
        CrashTestOptions options = CrashTestOptions.parse("--kills", "7", "--seed", "-3", "--transport", "vertx");

        assertThat(options.kills()).isEqualTo(7);
        assertThat(options.seed()).isEqualTo(-3);
        assertThat(options.transports()).containsExactly("vertx");
        assertThat(everyTransport()).containsExactly("netty", "vertx");
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        return CrashTestMain.run(print(out), print(err), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
