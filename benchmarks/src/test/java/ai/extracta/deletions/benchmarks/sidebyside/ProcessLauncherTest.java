package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real JVMs and a real server, but nothing is timed. */
class ProcessLauncherTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(50);

    private static ProcessLauncher launcher;

    @BeforeAll
    static void start() {
        launcher = launcher(false, ConnectionMode.KEPT);
    }

    @AfterAll
    static void close() {
        launcher.close();
    }

    private static ProcessLauncher launcher(boolean tls, ConnectionMode mode) {
        return new ProcessLauncher(new ClassPathResolver(Path.of("."), Optional.empty()), tls, mode);
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW_NETTY", "RAW_VERTX", "OURS_NETTY", "OURS_VERTX"})
    void callsTheServerOverTls(ContenderType contender) {
        try (ProcessLauncher secure = launcher(true, ConnectionMode.KEPT);
                JavaProcess client = secure.start(contender)) {
            assertThat(secure.origin()).startsWith("https://");
            assertThat(client.execute("call", TIMEOUT)).isEqualTo("called");
            assertThat(secure.takeHandshakes()).isEqualTo(new Handshakes(1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW_NETTY_H2", "OURS_NETTY_H2"})
    void callsTheServerOverHttp2AndCancels(ContenderType contender) {
        BenchmarkOptions options = new BenchmarkOptions();
        options.http2 = true;
        options.cancelled = 20;
        ClassPathResolver classPaths = new ClassPathResolver(Path.of("."), Optional.empty());
        try (ProcessLauncher secure =
                        new ProcessLauncher(classPaths, true, ConnectionMode.KEPT, options::clientOptions);
                JavaProcess client = secure.start(contender)) {
            assertThat(client.execute("call", TIMEOUT)).isEqualTo("called");
            assertThat(Sample.parse(client.execute("load 4 50", TIMEOUT)).requests())
                    .isPositive();
            assertThat(secure.takeHandshakes().all()).isOne(); // otherwise one for each connection
        }
    }

    @ParameterizedTest
    @CsvSource({"RESUMED, 2", "FULL, 0"})
    void countsTheHandshakesOfCallsOnConnectionsOfTheirOwn(ConnectionMode mode, int resumed) {
        try (ProcessLauncher secure = launcher(true, mode);
                JavaProcess client = secure.start(ContenderType.OURS_NETTY)) {
            for (int i = 0; i < 3; i++) {
                client.execute("call", TIMEOUT);
            }
            assertThat(secure.takeHandshakes()).isEqualTo(new Handshakes(3, resumed));
            assertThat(secure.takeHandshakes()).isEqualTo(Handshakes.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW_NETTY", "RAW_VERTX", "OURS_NETTY", "OURS_VERTX_BARE"})
    void callsTheServer(ContenderType contender) {
        try (JavaProcess client = launcher.start(contender)) {
            assertThat(client.execute("call", TIMEOUT)).isEqualTo("called");
            assertThat(Sample.parse(client.execute("load 4 50", TIMEOUT)).requests())
                    .isPositive();
            assertThat(Sample.parse(client.execute("load -4 50", TIMEOUT)).requests())
                    .isPositive();
        }
    }

    @Test
    void saysThatAProgramHasEnded() {
        try (JavaProcess client = launcher.start(ContenderType.RAW_NETTY)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.execute("dance", TIMEOUT))
                    .withMessageContaining("raw-netty has ended");
        }
    }

    @Test
    void endsWithItsInput() {
        JavaProcess client = launcher.start(ContenderType.RAW_NETTY);
        client.execute("call", TIMEOUT);

        client.close();

        assertThat(client.exitStatus()).isZero();
    }
}
