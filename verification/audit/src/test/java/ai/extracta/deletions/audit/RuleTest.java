package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by itself: which report is allowed for which ground truth. */
class RuleTest {

    private static final GroundTruth DELETED = new GroundTruth(true, true, true, false, 1);
    private static final GroundTruth SEEN_AND_STILL_THERE = new GroundTruth(true, false, false, false, 1);
    private static final GroundTruth NEVER_SEEN = new GroundTruth(true, false, false, false, 0);
    private static final GroundTruth NEVER_EXISTED = new GroundTruth(false, true, false, false, 1);

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of(ReportedOutcome.CONFIRMED, DELETED),
                Arguments.of(ReportedOutcome.ALREADY_ABSENT, DELETED),
                Arguments.of(ReportedOutcome.ALREADY_ABSENT, NEVER_EXISTED),
                Arguments.of(ReportedOutcome.REFUSED, SEEN_AND_STILL_THERE),
                Arguments.of(ReportedOutcome.REFUSED, NEVER_EXISTED),
                Arguments.of(ReportedOutcome.NOT_SENT, NEVER_SEEN),
                Arguments.of(ReportedOutcome.UNKNOWN, DELETED),
                Arguments.of(ReportedOutcome.UNKNOWN, SEEN_AND_STILL_THERE),
                Arguments.of(ReportedOutcome.UNKNOWN, NEVER_SEEN),
                Arguments.of(ReportedOutcome.CANCELLED_UNSENT, NEVER_SEEN),
                Arguments.of(ReportedOutcome.CANCELLED_MAYBE_SENT, DELETED),
                Arguments.of(ReportedOutcome.CANCELLED_MAYBE_SENT, SEEN_AND_STILL_THERE),
                Arguments.of(ReportedOutcome.CANCELLED_MAYBE_SENT, NEVER_SEEN));
    }

    @ParameterizedTest
    @MethodSource
    void allowed(ReportedOutcome outcome, GroundTruth truth) {
        assertThat(Rule.violatedBy(once(outcome), truth)).isEmpty();
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of(
                        ReportedOutcome.CONFIRMED,
                        SEEN_AND_STILL_THERE,
                        List.of(Rule.CONFIRMED_MEANS_DELETED, Rule.REPORTED_DELETED_MEANS_ABSENT)),
                Arguments.of(
                        ReportedOutcome.CONFIRMED,
                        NEVER_SEEN,
                        List.of(Rule.CONFIRMED_MEANS_DELETED, Rule.REPORTED_DELETED_MEANS_ABSENT)),
                Arguments.of(ReportedOutcome.CONFIRMED, NEVER_EXISTED, List.of(Rule.CONFIRMED_MEANS_DELETED)),
                Arguments.of(
                        ReportedOutcome.ALREADY_ABSENT,
                        SEEN_AND_STILL_THERE,
                        List.of(Rule.REPORTED_DELETED_MEANS_ABSENT)),
                Arguments.of(ReportedOutcome.REFUSED, DELETED, List.of(Rule.REFUSED_MEANS_NOT_DELETED)),
                Arguments.of(ReportedOutcome.NOT_SENT, DELETED, List.of(Rule.NOT_SENT_MEANS_NEVER_SEEN)),
                Arguments.of(ReportedOutcome.NOT_SENT, SEEN_AND_STILL_THERE, List.of(Rule.NOT_SENT_MEANS_NEVER_SEEN)),
                Arguments.of(
                        ReportedOutcome.CANCELLED_UNSENT, DELETED, List.of(Rule.CANCELLED_UNSENT_MEANS_NEVER_SEEN)),
                Arguments.of(
                        ReportedOutcome.CANCELLED_UNSENT,
                        SEEN_AND_STILL_THERE,
                        List.of(Rule.CANCELLED_UNSENT_MEANS_NEVER_SEEN)));
    }

    @ParameterizedTest
    @MethodSource
    void forbidden(ReportedOutcome outcome, GroundTruth truth, List<Rule> broken) {
        assertThat(Rule.violatedBy(once(outcome), truth)).isEqualTo(broken);
    }

    @Test
    void aRequestIsNotSeenMoreOftenThanItMayHaveBeenSent() {
        CallReport report = new CallReport(ReportedOutcome.UNKNOWN, true, 3, 1);

        assertThat(Rule.violatedBy(report, requests(1))).isEmpty();
        assertThat(Rule.violatedBy(report, requests(2))).containsExactly(Rule.SEEN_NO_MORE_OFTEN_THAN_SENT);
    }

    @Test
    void aRequestIsNotSeenMoreOftenThanAttemptsAreReported() {
        CallReport report = new CallReport(ReportedOutcome.UNKNOWN, true, 1, 3);

        assertThat(Rule.violatedBy(report, requests(1))).isEmpty();
        assertThat(Rule.violatedBy(report, requests(2))).containsExactly(Rule.SEEN_NO_MORE_OFTEN_THAN_REPORTED);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NOTHING")
    void nothingElseIsDeletedWhateverIsReported(ReportedOutcome outcome) {
        GroundTruth overDeleted = new GroundTruth(true, true, true, true, 1);

        assertThat(Rule.violatedBy(once(outcome), overDeleted)).contains(Rule.NOTHING_ELSE_IS_DELETED);
    }

    @Test
    void everyCallEnds() {
        CallReport nothing = new CallReport(ReportedOutcome.NOTHING, true, 1, 1);

        assertThat(Rule.violatedBy(nothing, SEEN_AND_STILL_THERE)).containsExactly(Rule.EVERY_CALL_ENDS_AND_SAYS_HOW);
    }

    private static CallReport once(ReportedOutcome outcome) {
        return new CallReport(outcome, true, 1, 1);
    }

    private static GroundTruth requests(int times) {
        return new GroundTruth(true, false, false, false, times);
    }
}
