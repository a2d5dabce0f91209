package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditOptionsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void auditsEveryTransportWithEveryPolicyByDefault() {
        assertThat(audits())
                .containsExactly(
                        "netty, single, safe 1 200000",
                        "netty, single, includingUnknown 1 200000",
                        "netty, single, none 1 200000",
                        "netty, bulk, safe 1 200000",
                        "netty, bulk, includingUnknown 1 200000",
                        "netty, bulk, none 1 200000",
                        "vertx, single, safe 1 200000",
                        "vertx, single, includingUnknown 1 200000",
                        "vertx, single, none 1 200000",
                        "vertx, bulk, safe 1 200000",
                        "vertx, bulk, includingUnknown 1 200000",
                        "vertx, bulk, none 1 200000");
    }

    @Test
    void takesEveryOption() {
        assertThat(audits(
                        "--deletions",
                        "10",
                        "--seed",
                        "-7",
                        "--transport",
                        "vertx",
                        "--policy",
                        "includingUnknown",
                        "--calls",
                        "bulk"))
                .containsExactly("vertx, bulk, includingUnknown -7 10");
    }

    @Test
    void auditsNettyOnlyOverHttp2() {
        assertThat(audits("--http2", "--policy", "none"))
                .containsExactly("netty over HTTP/2, single, none 1 200000", "netty over HTTP/2, bulk, none 1 200000");
    }

    @Test
    void takesAll() {
        assertThat(audits("--transport", "all", "--policy", "all", "--calls", "all"))
                .hasSize(12);
    }

    @Test
    void looksNoFurtherThanHelp() {
        assertThat(run("--help", "--nonsense")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, Unknown option: '--nonsense'",
        "extra, Unmatched argument at index 0: 'extra'",
        "--seed, Missing required parameter for option '--seed' (S)",
        "--seed x, Invalid value for option '--seed': 'x' is not a long",
        "--deletions 0, --deletions is 0; it must be at least 1",
        "--deletions -1, --deletions is -1; it must be at least 1",
        "--transport jdk, '--transport is ''jdk''; it must be one of: netty, vertx, all'",
        "--calls many, '--calls is ''many''; it must be one of: single, bulk, all'",
        "--policy never, '--policy is ''never''; it must be one of: safe, includingUnknown, none, all'",
        "--http2 --transport vertx, --http2 does not go together with --transport vertx",
        "--workers 2 --http2, --http2 does not go together with --workers",
        "--requests 5, Error: Missing required argument(s): --workers=N",
        "--workers 0, --workers is 0; it must be at least 1",
        "--workers 2 --requests 0, --requests is 0; it must be at least 1",
        "--workers 2 --kills -1, --kills is -1; it must not be negative",
        "--workers 2 --restarts -1, --restarts is -1; it must not be negative",
        "--workers 2 --ledger file, '--ledger is ''file''; it must be one of: none, r2dbc, all'",
        "--workers 2 --policy safe, --policy does not go together with --workers"
    })
    void namesWhatIsWrong(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message + System.lineSeparator());
    }

    @Test
    void auditsWorkersWithoutALedgerByDefault() {
        assertThat(workerAudits("--workers", "4")).containsExactly("seed 1, 4 workers, 50000 messages, ledger none");
    }

    @Test
    void takesEveryOptionForWorkers() {
        assertThat(workerAudits("--workers", "3", "--requests", "7", "--seed", "2", "--ledger", "all"))
                .containsExactly(
                        "seed 2, 3 workers, 7 messages, ledger none", "seed 2, 3 workers, 7 messages, ledger r2dbc");
    }

    private static Stream<String> workerAudits(String... arguments) {
        AuditMain program = new AuditMain();
        new CommandLine(program).parseArgs(arguments);
        return program.workerAudits(Objects.requireNonNull(program.workers)).stream()
                .map(WorkerAudit::title);
    }

    private int run(String... arguments) {
        return AuditProgram.of(new AuditMain())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static Stream<String> audits(String... arguments) {
        AuditMain program = new AuditMain();
        new CommandLine(program).parseArgs(arguments);
        return program.audits().stream().map(audit -> audit.title() + " " + audit.seed() + " " + audit.deletions());
    }
}
