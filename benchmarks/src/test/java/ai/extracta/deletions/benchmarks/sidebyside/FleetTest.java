package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real JVMs and a real server, but nothing is timed. */
class FleetTest {

    private static final Duration LIMIT = Duration.ofSeconds(50);

    private static Fleet fleet;

    @BeforeAll
    static void start() {
        fleet = new Fleet(new ClassPaths(Path.of(".")));
    }

    @AfterAll
    static void close() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW_NETTY", "RAW_VERTX", "OURS_NETTY", "OURS_VERTX_BARE"})
    void callsTheServer(Entrant entrant) {
        try (JavaProcess client = fleet.start(entrant)) {
            assertThat(client.ask("call", LIMIT)).isEqualTo("called");
            assertThat(Sample.parse(client.ask("load 4 50", LIMIT)).requests()).isPositive();
            assertThat(Sample.parse(client.ask("load -4 50", LIMIT)).requests()).isPositive();
        }
    }

    @Test
    void saysThatAProgramHasEnded() {
        try (JavaProcess client = fleet.start(Entrant.RAW_NETTY)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.ask("dance", LIMIT))
                    .withMessageContaining("raw-netty has ended");
        }
    }

    @Test
    void endsWithItsInput() {
        JavaProcess client = fleet.start(Entrant.RAW_NETTY);
        client.ask("call", LIMIT);

        client.close();

        assertThat(client.exitStatus()).isZero();
    }
}
