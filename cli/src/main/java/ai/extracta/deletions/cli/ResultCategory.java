package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;

/** The possible results of a request, in the order of the summary. */
enum ResultCategory {
    DELETED("deleted"),
    ALREADY_ABSENT("already absent"),
    SUBSUMED("covered by a wider one"),
    ALREADY_DELETED("skipped, already deleted"),
    PREVIOUSLY_REFUSED("skipped, refused before"),
    DRY_RUN("skipped, dry run"),
    REFUSED("refused"),
    UNKNOWN("unknown"),
    NOT_SENT("not sent");

    private final String label;

    ResultCategory(String label) {
        this.label = label;
    }

    static ResultCategory of(DeletionResult result) {
        if (result instanceof Failed failed) {
            return valueOf(failed.outcome().name());
        }
        if (result instanceof Skipped skipped) {
            return valueOf(skipped.reason().name());
        }
        if (result instanceof AlreadyAbsent) {
            return ALREADY_ABSENT;
        }
        return result instanceof Subsumed ? SUBSUMED : DELETED;
    }

    /** Whether the summary has a line for it even if the count is zero. */
    boolean isAlwaysShown() {
        return this != ALREADY_DELETED && this != PREVIOUSLY_REFUSED && this != DRY_RUN;
    }

    @Override
    public String toString() {
        return label;
    }
}
