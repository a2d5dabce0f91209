package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.Audit.Calls;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The short audit; the long one is {@code bin/audit}. */
@Timeout(300) // seconds for what takes two on a quiet machine
class AuditTest {

    private static final int DELETIONS = 2_000;
    private static final int STREAMED = 1_000;
    private static final long SEED = 1;

    static Stream<Arguments> everyTransportAndPolicy() {
        return AuditOptions.transports().stream().flatMap(transport -> Stream.of(Policy.values())
                .map(policy -> Arguments.of(
                        transport.name(), policy, new Audit(transport, Calls.SINGLE, policy, SEED, DELETIONS))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyTransportAndPolicy")
    void whatIsReportedIsTrue(String transport, Policy policy, Audit audit) throws InterruptedException {
        Tally tally = audit.run();

        assertThat(tally.violations())
                .as(Table.of(transport + ", " + policy, tally))
                .isZero();
        assertThat(tally.calls()).isEqualTo(DELETIONS);
        wasAStorm(tally, policy);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyTransportAndPolicy")
    void whatAStreamReportsIsTrue(String transport, Policy policy, Audit single) throws InterruptedException {
        Tally tally = new Audit(single.transport(), Calls.BULK, policy, SEED, STREAMED).run();

        assertThat(tally.violations())
                .as(Table.of(transport + ", " + policy, tally))
                .isZero();
        assertThat(tally.calls()).isGreaterThan(STREAMED);
        assertThat(tally.row(Reported.CONFIRMED).calls()).isPositive();
        assertThat(tally.row(Reported.REFUSED).calls()).isPositive();
        assertThat(tally.requests()).isBetween(STREAMED / 20, 4 * STREAMED);
    }

    private static void wasAStorm(Tally tally, Policy policy) {
        List<Reported> expected = policy.settlesUnknown()
                ? List.of(Reported.CONFIRMED, Reported.ALREADY_ABSENT, Reported.REFUSED, Reported.UNKNOWN)
                : List.of(Reported.CONFIRMED, Reported.REFUSED, Reported.UNKNOWN);
        assertThat(expected).allMatch(reported -> tally.row(reported).calls() > 0);
        assertThat(tally.row(Reported.CANCELLED_UNSENT).calls()).isPositive();
        assertThat(tally.row(Reported.CANCELLED_MAYBE_SENT).calls()).isPositive();
        assertThat(tally.row(Reported.UNKNOWN).deleted()).isPositive();
        assertThat(tally.row(Reported.UNKNOWN).stillThere()).isPositive();
        assertThat(tally.requests()).isGreaterThan(DELETIONS / 4);
    }

    @Test
    void bothTransportsAreAudited() {
        assertThat(AuditOptions.transports())
                .extracting(transport -> transport.name())
                .containsExactly("netty", "vertx");
    }
}
