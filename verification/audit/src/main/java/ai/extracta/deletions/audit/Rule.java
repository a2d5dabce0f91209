package ai.extracta.deletions.audit;

import java.util.Arrays;
import java.util.List;

/** How a report and what happened must agree, without exception. */
enum Rule {
    CONFIRMED_MEANS_DELETED,
    REPORTED_DELETED_MEANS_ABSENT,
    REFUSED_MEANS_NOT_DELETED,
    NOT_SENT_MEANS_NEVER_SEEN,
    CANCELLED_UNSENT_MEANS_NEVER_SEEN,
    SEEN_NO_MORE_OFTEN_THAN_SENT,
    SEEN_NO_MORE_OFTEN_THAN_REPORTED,
    NOTHING_ELSE_IS_DELETED,
    EVERY_CALL_ENDS_AND_SAYS_HOW;

    /** The rules that one deletion violates. */
    static List<Rule> violatedBy(CallReport report, GroundTruth truth) {
        return Arrays.stream(values())
                .filter(rule -> !rule.holds(report, truth))
                .toList();
    }

    private boolean holds(CallReport report, GroundTruth truth) {
        ReportedOutcome outcome = report.outcome();
        return switch (this) {
            case CONFIRMED_MEANS_DELETED -> outcome != ReportedOutcome.CONFIRMED || truth.deleted();
            case REPORTED_DELETED_MEANS_ABSENT ->
                (outcome != ReportedOutcome.CONFIRMED && outcome != ReportedOutcome.ALREADY_ABSENT) || truth.absent();
            case REFUSED_MEANS_NOT_DELETED -> outcome != ReportedOutcome.REFUSED || !truth.deleted();
            case NOT_SENT_MEANS_NEVER_SEEN -> outcome != ReportedOutcome.NOT_SENT || truth.requestCount() == 0;
            case CANCELLED_UNSENT_MEANS_NEVER_SEEN ->
                outcome != ReportedOutcome.CANCELLED_UNSENT || truth.requestCount() == 0;
            case SEEN_NO_MORE_OFTEN_THAN_SENT -> truth.requestCount() <= report.possibleSends();
            case SEEN_NO_MORE_OFTEN_THAN_REPORTED -> truth.requestCount() <= report.attempts();
            case NOTHING_ELSE_IS_DELETED -> !truth.overDeleted();
            case EVERY_CALL_ENDS_AND_SAYS_HOW -> outcome != ReportedOutcome.NOTHING;
        };
    }
}
