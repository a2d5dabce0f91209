package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuditMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsATableForEachAuditAndEndsWith0IfNothingIsViolated() throws InterruptedException {
        assertThat(run("--deletions", "300", "--policy", "none", "--calls", "single"))
                .isZero();
        assertThat(text(out))
                .startsWith("seed 1, 300 deletions for each transport and policy\n")
                .contains("\nnetty, single, none\n", "\nvertx, single, none\n")
                .endsWith("\nviolations: 0\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void endsWith2AndItsUsageIfAnOptionIsWrong() throws InterruptedException {
        assertThat(run("--sed", "1")).isEqualTo(2);
        assertThat(text(err)).startsWith("there is no option --sed\nUsage: bin/audit [options]\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void showsItsUsageWhenAskedTo() throws InterruptedException {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("Usage: bin/audit [options]\n");
    }

    private int run(String... arguments) throws InterruptedException {
        return AuditMain.run(print(out), print(err), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
