package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.CrashTestMain.LedgerType;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CrashTestMainTest {

    private static final int KILLS = 3;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static List<String> everyTransport() {
        return names(parse());
    }

    /** A job's JVM needs seconds to start on a busy machine, and there are several. */
    @ParameterizedTest
    @MethodSource("everyTransport")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aJobSurvivesItsCrashes(String transport) throws IOException, InterruptedException {
        CrashTestSummary summary = runJobs(transport, LedgerType.FILE);

        assertThat(summary.violations()).as(summary.table(transport)).isZero();
        assertThat(summary.kills()).isEqualTo(KILLS);
        assertThat(summary.requests()).isPositive();
        assertThat(text(err)).endsWith(transport + ": 3 of 3 kills\n");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aJobWithALedgerInADatabaseSurvivesItsCrashes() throws IOException, InterruptedException {
        CrashTestSummary summary = runJobs("netty", LedgerType.R2DBC);

        assertThat(summary.violations()).as(summary.table("netty")).isZero();
        assertThat(summary.kills()).isEqualTo(KILLS);
    }

    private CrashTestSummary runJobs(String transport, LedgerType ledger) throws IOException, InterruptedException {
        return CrashTestMain.runJobs(transport, ledger, 7, KILLS, new PrintWriter(err));
    }

    @Test
    void endsWith2AndItsUsageIfAnOptionIsWrong() {
        assertThat(run("--kill", "1")).isEqualTo(2);
        assertThat(text(err)).startsWith("Unknown options: '--kill', '1'\nUsage: bin/crash-test [options]\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void endsWith2IfANumberIsNone() {
        assertThat(run("--kills", "0")).isEqualTo(2);
        assertThat(text(err)).startsWith("--kills is 0; it must be at least 1\n");
    }

    @Test
    void showsItsUsageOnRequest() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("Usage: bin/crash-test [options]\n");
    }

    @Test
    void everyOptionIsTaken() {
        CrashTestMain options = parse("--kills", "7", "--seed", "-3", "--transport", "vertx", "--ledger", "r2dbc");
        assertThat(options.ledger).isEqualTo("r2dbc");
        assertThat(options.kills).isEqualTo(7);
        assertThat(options.seed).isEqualTo(-3);
        assertThat(names(options)).containsExactly("vertx");
        assertThat(everyTransport()).containsExactly("netty", "vertx");
    }

    private int run(String... arguments) {
        return AuditProgram.of(new CrashTestMain())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static CrashTestMain parse(String... arguments) {
        CrashTestMain program = new CrashTestMain();
        new CommandLine(program).parseArgs(arguments);
        return program;
    }

    private static List<String> names(CrashTestMain program) {
        return program.selectedTransports().stream()
                .map(HttpTransportProvider::name)
                .toList();
    }

    private static String text(StringWriter printed) {
        return printed.toString().replace(System.lineSeparator(), "\n");
    }
}
