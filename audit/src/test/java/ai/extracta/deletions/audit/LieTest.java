package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An audit that cannot fail proves nothing: each of these lies is found. */
class LieTest {

    private static final int DELETIONS = 600;
    private static final HttpTransportProvider TRANSPORT =
            AuditOptions.transports().get(0);

    @ParameterizedTest
    @CsvSource({
        "CLAIMS_THAT_NOTHING_WAS_SENT, NOT_SENT_MEANS_NEVER_SEEN",
        "RESENDS_IN_SECRET, SEEN_NO_MORE_OFTEN_THAN_SENT",
        "RESENDS_IN_SECRET, SEEN_NO_MORE_OFTEN_THAN_REPORTED",
        "TAKES_A_TIMEOUT_FOR_A_REFUSAL, REFUSED_MEANS_NOT_DELETED",
        "TAKES_AN_ERROR_FOR_A_REFUSAL, REFUSED_MEANS_NOT_DELETED",
        "TAKES_AN_ERROR_FOR_SUCCESS, CONFIRMED_MEANS_DELETED",
        "TAKES_AN_ERROR_FOR_SUCCESS, REPORTED_DELETED_MEANS_GONE",
        "SENDS_WHAT_WAS_CANCELLED, CANCELLED_UNSENT_MEANS_NEVER_SEEN",
        "DELETES_THE_WHOLE_CLASSIFICATION, NOTHING_ELSE_IS_DELETED",
    })
    void isFound(Lie lie, Rule broken) throws InterruptedException {
        assertThat(audit(lie, Policy.NONE).run().broken()).containsKey(broken);
    }

    @Test
    void aRequestThatNobodyAskedForIsFound() throws InterruptedException {
        Tally tally = new Audit(TRANSPORT, Policy.NONE, 1, 5 * DELETIONS, Lie.FOLLOWS_REDIRECTS).run();

        assertThat(tally.strangers()).isPositive();
        assertThat(tally.violations()).isGreaterThanOrEqualTo(tally.strangers());
        assertThat(tally.descriptions()).contains("requests that nobody asked for: " + tally.strangers());
    }

    @Test
    void aDoubtThatRetriesDoNotSettleIsFound() throws InterruptedException {
        Tally tally = audit(Lie.UNDERSTANDS_NOTHING, Policy.INCLUDING_UNKNOWN).run();

        assertThat(tally.broken()).isEmpty();
        assertThat(tally.patientUnknown()).isEqualTo(tally.patient());
        assertThat(tally.violations()).isEqualTo(1);
    }

    @Test
    void endsTheProgramWithACountAndAnExitCode() throws InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int exitCode = AuditProgram.run(
                List.of(audit(Lie.TAKES_AN_ERROR_FOR_SUCCESS, Policy.NONE)),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("VIOLATION CONFIRMED_MEANS_DELETED: ")
                .containsPattern("\nviolations: [1-9][0-9]*\n$");
    }

    private static Audit audit(Lie lie, Policy policy) {
        return new Audit(TRANSPORT, policy, 1, DELETIONS, lie);
    }
}
