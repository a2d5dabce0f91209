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

/** Each rule by itself: what may be reported of which truth. */
class RuleTest {

    private static final Truth DELETED = new Truth(true, true, true, false, 1);
    private static final Truth SEEN_AND_STILL_THERE = new Truth(true, false, false, false, 1);
    private static final Truth NEVER_SEEN = new Truth(true, false, false, false, 0);
    private static final Truth NEVER_EXISTED = new Truth(false, true, false, false, 1);

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of(Reported.CONFIRMED, DELETED),
                Arguments.of(Reported.ALREADY_ABSENT, DELETED),
                Arguments.of(Reported.ALREADY_ABSENT, NEVER_EXISTED),
                Arguments.of(Reported.REFUSED, SEEN_AND_STILL_THERE),
                Arguments.of(Reported.REFUSED, NEVER_EXISTED),
                Arguments.of(Reported.NOT_SENT, NEVER_SEEN),
                Arguments.of(Reported.UNKNOWN, DELETED),
                Arguments.of(Reported.UNKNOWN, SEEN_AND_STILL_THERE),
                Arguments.of(Reported.UNKNOWN, NEVER_SEEN),
                Arguments.of(Reported.CANCELLED_UNSENT, NEVER_SEEN),
                Arguments.of(Reported.CANCELLED_MAYBE_SENT, DELETED),
                Arguments.of(Reported.CANCELLED_MAYBE_SENT, SEEN_AND_STILL_THERE),
                Arguments.of(Reported.CANCELLED_MAYBE_SENT, NEVER_SEEN));
    }

    @ParameterizedTest
    @MethodSource
    void allowed(Reported reported, Truth truth) {
        assertThat(Rule.brokenBy(once(reported), truth)).isEmpty();
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of(
                        Reported.CONFIRMED,
                        SEEN_AND_STILL_THERE,
                        List.of(Rule.CONFIRMED_MEANS_DELETED, Rule.REPORTED_DELETED_MEANS_GONE)),
                Arguments.of(
                        Reported.CONFIRMED,
                        NEVER_SEEN,
                        List.of(Rule.CONFIRMED_MEANS_DELETED, Rule.REPORTED_DELETED_MEANS_GONE)),
                Arguments.of(Reported.CONFIRMED, NEVER_EXISTED, List.of(Rule.CONFIRMED_MEANS_DELETED)),
                Arguments.of(Reported.ALREADY_ABSENT, SEEN_AND_STILL_THERE, List.of(Rule.REPORTED_DELETED_MEANS_GONE)),
                Arguments.of(Reported.REFUSED, DELETED, List.of(Rule.REFUSED_MEANS_NOT_DELETED)),
                Arguments.of(Reported.NOT_SENT, DELETED, List.of(Rule.NOT_SENT_MEANS_NEVER_SEEN)),
                Arguments.of(Reported.NOT_SENT, SEEN_AND_STILL_THERE, List.of(Rule.NOT_SENT_MEANS_NEVER_SEEN)),
                Arguments.of(Reported.CANCELLED_UNSENT, DELETED, List.of(Rule.CANCELLED_UNSENT_MEANS_NEVER_SEEN)),
                Arguments.of(
                        Reported.CANCELLED_UNSENT,
                        SEEN_AND_STILL_THERE,
                        List.of(Rule.CANCELLED_UNSENT_MEANS_NEVER_SEEN)));
    }

    @ParameterizedTest
    @MethodSource
    void forbidden(Reported reported, Truth truth, List<Rule> broken) {
        assertThat(Rule.brokenBy(once(reported), truth)).isEqualTo(broken);
    }

    @Test
    void aRequestIsNotSeenMoreOftenThanItMayHaveBeenSent() {
        Report report = new Report(Reported.UNKNOWN, true, 3, 1);

        assertThat(Rule.brokenBy(report, seen(1))).isEmpty();
        assertThat(Rule.brokenBy(report, seen(2))).containsExactly(Rule.SEEN_NO_MORE_OFTEN_THAN_SENT);
    }

    @Test
    void aRequestIsNotSeenMoreOftenThanAttemptsAreReported() {
        Report report = new Report(Reported.UNKNOWN, true, 1, 3);

        assertThat(Rule.brokenBy(report, seen(1))).isEmpty();
        assertThat(Rule.brokenBy(report, seen(2))).containsExactly(Rule.SEEN_NO_MORE_OFTEN_THAN_REPORTED);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NOTHING")
    void nothingElseIsDeletedWhateverIsReported(Reported reported) {
        Truth widened = new Truth(true, true, true, true, 1);

        assertThat(Rule.brokenBy(once(reported), widened)).contains(Rule.NOTHING_ELSE_IS_DELETED);
    }

    @Test
    void everyCallEnds() {
        Report nothing = new Report(Reported.NOTHING, true, 1, 1);

        assertThat(Rule.brokenBy(nothing, SEEN_AND_STILL_THERE)).containsExactly(Rule.EVERY_CALL_ENDS_AND_SAYS_HOW);
    }

    private static Report once(Reported reported) {
        return new Report(reported, true, 1, 1);
    }

    private static Truth seen(int times) {
        return new Truth(true, false, false, false, times);
    }
}
