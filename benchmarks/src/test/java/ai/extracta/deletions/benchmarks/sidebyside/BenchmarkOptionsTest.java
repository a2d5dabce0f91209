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

        assertThat(options.contenders()).hasSize(10).noneMatch(ContenderType::isBaseRevision);
        assertThat(options.concurrencies()).containsExactly(1, 16, 64, 256, -16);
        assertThat(options.rounds()).isEqualTo(12);
        assertThat(options.sample()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void measureAllContendersAtThreeLoadsIfQuick() {
        BenchmarkOptions options = parse("--quick");

        assertThat(options.contenders()).hasSize(10).noneMatch(ContenderType::isBaseRevision);
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
    void compareRevisionsOfThisProjectOnly() {
        assertThat(parse("--compare", "HEAD~1").contenders())
                .containsExactly(
                        ContenderType.OURS_NETTY,
                        ContenderType.OURS_VERTX,
                        ContenderType.BASE_NETTY,
                        ContenderType.BASE_VERTX);
        assertThat(parse("--compare", "HEAD~1", "--only", "ours-netty").contenders())
                .containsExactly(ContenderType.OURS_NETTY, ContenderType.BASE_NETTY);
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--compare", "HEAD~1", "--only", "webclient")::contenders)
                .withMessage("there is no 'webclient'; there are ours-netty, ours-vertx");
    }

    @Test
    void useTlsForConnectionsOfTheirOwn() {
        assertThat(parse().isSecure()).isFalse();
        assertThat(parse("--tls").isSecure()).isTrue();
        assertThat(parse("--connections", "FULL").isSecure()).isTrue();
    }

    @Test
    void limitTheTime() {
        assertThat(parse().limit()).isEqualTo(Duration.ofMinutes(15));
        assertThat(parse("--quick").limit()).isEqualTo(Duration.ofMinutes(3));
        assertThat(parse("--minutes", "0.5").limit()).isEqualTo(Duration.ofSeconds(30));
        assertThatIllegalArgumentException()
                .isThrownBy(parse("--minutes", "0")::limit)
                .withMessageContaining("--minutes is 0");
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

    @Test
    void measureClientsOnNettyOverBothVersionsOfHttp() {
        BenchmarkOptions options = parse("--http2");

        assertThat(options.contenders())
                .containsExactlyInAnyOrder(
                        ContenderType.RAW_NETTY,
                        ContenderType.OURS_NETTY,
                        ContenderType.WEBCLIENT,
                        ContenderType.AWS_NETTY,
                        ContenderType.RAW_NETTY_H2,
                        ContenderType.OURS_NETTY_H2,
                        ContenderType.WEBCLIENT_H2,
                        ContenderType.AWS_NETTY_H2);
        assertThat(options.isSecure()).isTrue();
    }

    @Test
    void cancelCallsOnlyWhereHttp2IsMeasured() {
        BenchmarkOptions options = parse("--cancel", "5");

        assertThatIllegalArgumentException().isThrownBy(options::check).withMessageContaining("--http2");
    }
}
