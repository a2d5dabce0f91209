package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunOptionsTest {

    @Test
    void measureEverybodyAtFiveLoadsByDefault() {
        RunOptions options = parse();

        assertThat(options.entrants()).containsExactly(Entrant.values());
        assertThat(options.concurrencies()).containsExactly(1, 16, 64, 256, -16);
        assertThat(options.rounds()).isEqualTo(12);
        assertThat(options.sample()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void measureEverybodyAtThreeLoadsIfQuick() {
        RunOptions options = parse("--quick");

        assertThat(options.entrants()).containsExactly(Entrant.values());
        assertThat(options.concurrencies()).containsExactly(16, 64, -16);
        assertThat(options.rounds()).isLessThan(12);
    }

    @Test
    void addTheBareClientThatTheRatiosNeed() {
        assertThat(parse("--only", "ours-vertx,webclient").entrants())
                .containsExactlyInAnyOrder(Entrant.OURS_VERTX, Entrant.RAW_VERTX, Entrant.WEBCLIENT, Entrant.RAW_NETTY);
    }

    @Test
    void nameWhoThereIs() {
        RunOptions options = parse("--only", "okhttp");

        assertThatIllegalArgumentException()
                .isThrownBy(options::entrants)
                .withMessageContaining("'okhttp'")
                .withMessageContaining("raw-netty, raw-vertx, ours-netty");
    }

    @Test
    void takeOtherLoads() {
        RunOptions options = parse("--concurrency", "8,-2", "--rounds", "3", "--seconds", "0.25", "--quick");

        assertThat(options.concurrencies()).containsExactly(8, -2);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.sample()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void refuseMoreCallsThanThereAreConnections() {
        RunOptions options = parse("--concurrency", "257");

        assertThatIllegalArgumentException().isThrownBy(options::concurrencies).withMessageContaining("257");
    }

    @Test
    void refuseARunWithoutRounds() {
        RunOptions options = parse("--rounds", "0", "--seconds", "0");

        assertThatIllegalArgumentException().isThrownBy(options::rounds).withMessageContaining("--rounds is 0");
        assertThatIllegalArgumentException().isThrownBy(options::sample).withMessageContaining("--seconds is 0");
    }

    private static RunOptions parse(String... arguments) {
        return CommandLine.populateCommand(new RunOptions(), arguments);
    }
}
