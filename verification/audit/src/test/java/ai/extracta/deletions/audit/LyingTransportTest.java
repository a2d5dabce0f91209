package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.Audit.CallMode;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An audit that cannot fail proves nothing: each of these lies is found. */
@Timeout(300) // seconds for what takes two on a quiet machine
class LyingTransportTest {

    private static final int DELETIONS = 600;
    private static final HttpTransportProvider TRANSPORT =
            AuditProgram.transports().get(0);

    static Stream<Arguments> liesAndBrokenRules() {
        return Stream.of(
                Arguments.of(LyingTransport.CLAIMS_THAT_NOTHING_WAS_SENT, List.of(Rule.NOT_SENT_MEANS_NEVER_SEEN)),
                Arguments.of(
                        LyingTransport.RESENDS_IN_SECRET,
                        List.of(Rule.SEEN_NO_MORE_OFTEN_THAN_SENT, Rule.SEEN_NO_MORE_OFTEN_THAN_REPORTED)),
                Arguments.of(LyingTransport.TAKES_A_TIMEOUT_FOR_A_REFUSAL, List.of(Rule.REFUSED_MEANS_NOT_DELETED)),
                Arguments.of(LyingTransport.TAKES_AN_ERROR_FOR_A_REFUSAL, List.of(Rule.REFUSED_MEANS_NOT_DELETED)),
                Arguments.of(
                        LyingTransport.TAKES_AN_ERROR_FOR_SUCCESS,
                        List.of(Rule.CONFIRMED_MEANS_DELETED, Rule.REPORTED_DELETED_MEANS_ABSENT)),
                Arguments.of(LyingTransport.SENDS_WHAT_WAS_CANCELLED, List.of(Rule.CANCELLED_UNSENT_MEANS_NEVER_SEEN)),
                Arguments.of(LyingTransport.DELETES_THE_WHOLE_CLASSIFICATION, List.of(Rule.NOTHING_ELSE_IS_DELETED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("liesAndBrokenRules")
    void isFound(LyingTransport liar, List<Rule> broken) throws InterruptedException {
        assertThat(audit(liar, AuditedRetryPolicy.NONE).run().violatedRules())
                .containsKeys(broken.toArray(Rule[]::new));
    }

    @Test
    void anUnattributedRequestIsFound() throws InterruptedException {
        AuditSummary summary = audit(LyingTransport.LOOKS_BEFORE_IT_DELETES, AuditedRetryPolicy.NONE)
                .run();

        assertThat(summary.unattributedRequests()).isPositive();
        assertThat(summary.violations()).isGreaterThanOrEqualTo(summary.unattributedRequests());
        assertThat(summary.descriptions()).contains("unattributed requests: " + summary.unattributedRequests());
    }

    @Test
    void anUnknownOutcomeThatRetriesDoNotResolveIsFound() throws InterruptedException {
        AuditSummary summary = new Audit(
                        TRANSPORT,
                        CallMode.SINGLE,
                        AuditedRetryPolicy.INCLUDING_UNKNOWN,
                        1,
                        DELETIONS / 3,
                        false,
                        LyingTransport.UNDERSTANDS_NOTHING)
                .run();

        assertThat(summary.violatedRules()).isEmpty();
        assertThat(summary.patientUnknown()).isEqualTo(summary.patient());
        assertThat(summary.violations()).isEqualTo(1);
    }

    @Test
    void endsTheProgramWithACountAndAnExitCode() throws InterruptedException {
        StringWriter printed = new StringWriter();

        int exitCode = AuditMain.run(
                List.of(audit(LyingTransport.TAKES_AN_ERROR_FOR_SUCCESS, AuditedRetryPolicy.NONE)),
                new PrintWriter(printed));

        assertThat(exitCode).isEqualTo(1);
        assertThat(printed.toString())
                .containsPattern("VIOLATION CONFIRMED_MEANS_DELETED: ")
                .containsPattern("\nviolations: [1-9][0-9]*\n$");
    }

    private static Audit audit(LyingTransport liar, AuditedRetryPolicy policy) {
        return new Audit(TRANSPORT, CallMode.SINGLE, policy, 1, DELETIONS, false, liar);
    }
}
