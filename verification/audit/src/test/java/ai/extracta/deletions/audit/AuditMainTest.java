package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class AuditMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsATableForEachAuditAndEndsWith0IfNothingIsViolated() {
        assertThat(run("--deletions", "300", "--policy", "none", "--calls", "single"))
                .isZero();
        assertThat(text(out))
                .startsWith("seed 1, 300 deletions for each transport and policy\n")
                .contains("\nnetty, single, none\n", "\nvertx, single, none\n")
                .endsWith("\nviolations: 0\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void endsWith2AndItsUsageIfAnOptionIsWrong() {
        assertThat(run("--sed", "1")).isEqualTo(2);
        assertThat(text(err)).startsWith("Unknown options: '--sed', '1'\nUsage: bin/audit [options]\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void showsItsUsageOnRequest() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("Usage: bin/audit [options]\n").doesNotContain("null");
    }

    private int run(String... arguments) {
        return AuditProgram.of(new AuditMain())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static String text(StringWriter printed) {
        return printed.toString().replace(System.lineSeparator(), "\n");
    }
}
