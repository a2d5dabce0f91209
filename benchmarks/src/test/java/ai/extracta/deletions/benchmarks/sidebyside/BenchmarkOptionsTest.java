package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarkOptionsTest {

    @Test
    void measureAllContendersAtFiveLoadsByDefault() {
        BenchmarkOptions options = parse();

        assertThat(options.contenders()).containsExactly(ContenderType.values());
        assertThat(options.concurrencies()).containsExactly(1, 16, 64, 256, -16);
        assertThat(options.rounds()).isEqualTo(12);
        assertThat(options.sample()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void measureAllContendersAtThreeLoadsIfQuick() {
        BenchmarkOptions options = parse("--quick");

        assertThat(options.contenders()).containsExactly(ContenderType.values());
        assertThat(options.concurrencies()).containsExactly(16, 64, -16);
        assertThat(options.rounds()).isLessThan(12);
    }

    @Test
    void addTheBareClientThatTheRatiosNeed() {
        assertThat(parse("--only", "ours-vertx,webclient").contenders())
                .containsExactlyInAnyOrder(
                        ContenderType.OURS_VERTX,
                        ContenderType.RAW_VERTX,
                        ContenderType.WEBCLIENT,
                        ContenderType.RAW_NETTY);
    }

    @Test
    void areWithoutTlsByDefault() {
        assertThat(parse().tls).isFalse();
        assertThat(parse("--tls", "--quick").tls).isTrue();
    }

    @Test
    void nameTheContenders() {
        BenchmarkOptions options = parse("--only", "okhttp");

        assertThatIllegalArgumentException()
                .isThrownBy(options::contenders)
                .withMessageContaining("'okhttp'")
                .withMessageContaining("raw-netty, raw-vertx, ours-netty");
    }

    @Test
    void takeOtherLoads() {
        BenchmarkOptions options = parse("--concurrency", "8,-2", "--rounds", "3", "--seconds", "0.25", "--quick");

        assertThat(options.concurrencies()).containsExactly(8, -2);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.sample()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void refuseMoreCallsThanThereAreConnections() {
        BenchmarkOptions options = parse("--concurrency", "257");

        assertThatIllegalArgumentException().isThrownBy(options::concurrencies).withMessageContaining("257");
    }

    @Test
    void refuseARunWithoutRounds() {
        BenchmarkOptions options = parse("--rounds", "0", "--seconds", "0");

        assertThatIllegalArgumentException().isThrownBy(options::rounds).withMessageContaining("--rounds is 0");
        assertThatIllegalArgumentException().isThrownBy(options::sample).withMessageContaining("--seconds is 0");
    }

    private static BenchmarkOptions parse(String... arguments) {
        return CommandLine.populateCommand(new BenchmarkOptions(), arguments);
    }
}
