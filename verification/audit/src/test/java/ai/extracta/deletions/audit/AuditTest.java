package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.Audit.CallMode;
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
        return AuditProgram.transports().stream().flatMap(transport -> Stream.of(AuditedRetryPolicy.values())
                .map(policy -> Arguments.of(
                        transport.name(),
                        policy,
                        new Audit(transport, CallMode.SINGLE, policy, SEED, DELETIONS, false))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyTransportAndPolicy")
    void whatIsReportedIsTrue(String transport, AuditedRetryPolicy policy, Audit audit) throws InterruptedException {
        AuditSummary summary = audit.run();

        assertThat(summary.violations())
                .as(summary.table(transport + ", " + policy))
                .isZero();
        assertThat(summary.calls()).isEqualTo(DELETIONS);
        wasAStorm(summary, policy);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyTransportAndPolicy")
    void whatAStreamReportsIsTrue(String transport, AuditedRetryPolicy policy, Audit single)
            throws InterruptedException {
        AuditSummary summary = new Audit(single.transport(), CallMode.BULK, policy, SEED, STREAMED, false).run();

        assertThat(summary.violations())
                .as(summary.table(transport + ", " + policy))
                .isZero();
        assertThat(summary.calls()).isGreaterThan(STREAMED);
        assertThat(summary.row(ReportedOutcome.CONFIRMED).calls()).isPositive();
        assertThat(summary.row(ReportedOutcome.REFUSED).calls()).isPositive();
        assertThat(summary.requests()).isBetween(STREAMED / 20, 4 * STREAMED);
    }

    private static void wasAStorm(AuditSummary summary, AuditedRetryPolicy policy) {
        List<ReportedOutcome> expected = policy.resolvesUnknown()
                ? List.of(
                        ReportedOutcome.CONFIRMED,
                        ReportedOutcome.ALREADY_ABSENT,
                        ReportedOutcome.REFUSED,
                        ReportedOutcome.UNKNOWN)
                : List.of(ReportedOutcome.CONFIRMED, ReportedOutcome.REFUSED, ReportedOutcome.UNKNOWN);
        assertThat(expected).allMatch(outcome -> summary.row(outcome).calls() > 0);
        assertThat(summary.row(ReportedOutcome.CANCELLED_UNSENT).calls()).isPositive();
        assertThat(summary.row(ReportedOutcome.CANCELLED_MAYBE_SENT).calls()).isPositive();
        assertThat(summary.row(ReportedOutcome.UNKNOWN).deleted()).isPositive();
        if (!policy.resolvesUnknown()) { // which may leave none of them
            assertThat(summary.row(ReportedOutcome.UNKNOWN).stillThere()).isPositive();
        }
        assertThat(summary.requests()).isGreaterThan(DELETIONS / 4);
    }

    @Test
    void bothTransportsAreAudited() {
        assertThat(AuditProgram.transports())
                .extracting(transport -> transport.name())
                .containsExactly("netty", "vertx");
    }
}
