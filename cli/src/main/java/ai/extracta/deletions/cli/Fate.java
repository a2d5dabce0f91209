package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;

/** What can become of a request, in the order of the summary. */
enum Fate {
    DELETED("deleted"),
    ALREADY_ABSENT("already absent"),
    SUBSUMED("covered by a wider one"),
    GONE_BEFORE("skipped, gone before"),
    REFUSED_BEFORE("skipped, refused before"),
    DRY_RUN("skipped, dry run"),
    REFUSED("refused"),
    UNKNOWN("unknown"),
    NOT_SENT("not sent");

    private final String words;

    Fate(String words) {
        this.words = words;
    }

    static Fate of(DeletionResult result) {
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

    /** Whether it is worth a line of the summary even if there is none. */
    boolean isAlwaysShown() {
        return this != GONE_BEFORE && this != REFUSED_BEFORE && this != DRY_RUN;
    }

    @Override
    public String toString() {
        return words;
    }
}
