package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.ResponseException;
import java.util.Set;

/** What a result means for the next run of the same job. */
final class FinalStates {

    /** Refusals that the same request would meet again. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 404, 409, 413, 415, 422);

    private FinalStates() {}

    static State after(DeletionResult result) {
        if (result instanceof Failed failed) {
            return after(failed);
        }
        if (result instanceof Skipped skipped && skipped.reason() == Skipped.Reason.REFUSED_BEFORE) {
            return State.REFUSED;
        }
        return result.isGone() ? State.GONE : State.OPEN;
    }

    private static State after(Failed failed) {
        return switch (failed.outcome()) {
            case UNKNOWN -> State.BEGUN;
            case NOT_SENT -> State.OPEN;
            case REFUSED -> isAboutTheRequest(failed) ? State.REFUSED : State.OPEN;
        };
    }

    private static boolean isAboutTheRequest(Failed failed) {
        return failed.failure() instanceof ResponseException answered && ABOUT_THE_REQUEST.contains(answered.status());
    }
}
