package ai.extracta.deletions.audit;

import java.util.Arrays;
import java.util.List;

/** What must hold between what was reported and what is true; there are no exceptions. */
enum Rule {
    CONFIRMED_MEANS_DELETED,
    REPORTED_DELETED_MEANS_GONE,
    REFUSED_MEANS_NOT_DELETED,
    NOT_SENT_MEANS_NEVER_SEEN,
    CANCELLED_UNSENT_MEANS_NEVER_SEEN,
    SEEN_NO_MORE_OFTEN_THAN_SENT,
    SEEN_NO_MORE_OFTEN_THAN_REPORTED,
    NOTHING_ELSE_IS_DELETED,
    EVERY_CALL_ENDS_AND_SAYS_HOW;

    /** The rules that one deletion breaks. */
    static List<Rule> brokenBy(Report report, Truth truth) {
        return Arrays.stream(values())
                .filter(rule -> !rule.holds(report, truth))
                .toList();
    }

    private boolean holds(Report report, Truth truth) {
        Reported reported = report.reported();
        return switch (this) {
            case CONFIRMED_MEANS_DELETED -> reported != Reported.CONFIRMED || truth.deleted();
            case REPORTED_DELETED_MEANS_GONE ->
                (reported != Reported.CONFIRMED && reported != Reported.ALREADY_ABSENT) || truth.gone();
            case REFUSED_MEANS_NOT_DELETED -> reported != Reported.REFUSED || !truth.deleted();
            case NOT_SENT_MEANS_NEVER_SEEN -> reported != Reported.NOT_SENT || truth.seen() == 0;
            case CANCELLED_UNSENT_MEANS_NEVER_SEEN -> reported != Reported.CANCELLED_UNSENT || truth.seen() == 0;
            case SEEN_NO_MORE_OFTEN_THAN_SENT -> truth.seen() <= report.mayHaveSent();
            case SEEN_NO_MORE_OFTEN_THAN_REPORTED -> truth.seen() <= report.attempts();
            case NOTHING_ELSE_IS_DELETED -> !truth.widened();
            case EVERY_CALL_ENDS_AND_SAYS_HOW -> reported != Reported.NOTHING;
        };
    }
}
