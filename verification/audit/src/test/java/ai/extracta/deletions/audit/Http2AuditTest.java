package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.Audit.CallMode;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short audit over HTTP/2; the long one is {@code bin/audit --http2}. */
@Timeout(300) // seconds for what takes two on a quiet machine
class Http2AuditTest {

    private static final int DELETIONS = 1_500;
    private static final int STREAMED = 500;
    private static final HttpTransportProvider NETTY = AuditProgram.transports().stream()
            .filter(transport -> transport.name().equals("netty"))
            .findFirst()
            .orElseThrow();

    @ParameterizedTest
    @EnumSource
    void whatIsReportedIsTrue(AuditedRetryPolicy policy) throws InterruptedException {
        AuditSummary summary = audit(CallMode.SINGLE, policy, DELETIONS, honest -> honest);

        assertThat(summary.violations()).as(summary.table(policy.toString())).isZero();
        assertThat(summary.calls()).isEqualTo(DELETIONS);
        assertThat(summary.faults()).as("faults of the gateway").containsOnlyKeys(Http2Fault.values());
        assertThat(summary.row(ReportedOutcome.CONFIRMED).calls()).isPositive();
        assertThat(summary.row(ReportedOutcome.UNKNOWN).deleted()).isGreaterThan(policy.resolvesUnknown() ? -1 : 0);
        assertThat(summary.row(ReportedOutcome.NOT_SENT).calls())
                .isGreaterThan(policy == AuditedRetryPolicy.NONE ? count(summary, Http2Fault.REFUSED) / 2 : 0);
        assertThat(summary.row(ReportedOutcome.CANCELLED_UNSENT).calls()).isPositive();
        assertThat(summary.row(ReportedOutcome.CANCELLED_MAYBE_SENT).calls()).isPositive();
    }

    @Test
    void whatAStreamReportsIsTrue() throws InterruptedException {
        AuditSummary summary = audit(CallMode.BULK, AuditedRetryPolicy.SAFE, STREAMED, honest -> honest);

        assertThat(summary.violations()).as(summary.table("a stream")).isZero();
        assertThat(summary.calls()).isGreaterThan(STREAMED);
        assertThat(summary.row(ReportedOutcome.CONFIRMED).calls()).isPositive();
    }

    @Test
    void aLieIsFound() throws InterruptedException {
        AuditSummary summary =
                audit(CallMode.SINGLE, AuditedRetryPolicy.NONE, STREAMED, LyingTransport.CLAIMS_THAT_NOTHING_WAS_SENT);

        assertThat(summary.violatedRules()).containsKey(Rule.NOT_SENT_MEANS_NEVER_SEEN);
    }

    private static int count(AuditSummary summary, Http2Fault fault) {
        return summary.faults().getOrDefault(fault, 0);
    }

    private static AuditSummary audit(
            CallMode mode, AuditedRetryPolicy policy, int deletions, UnaryOperator<HttpTransport> decorator)
            throws InterruptedException {
        return new Audit(NETTY, mode, policy, 1, deletions, true, decorator).run();
    }
}
