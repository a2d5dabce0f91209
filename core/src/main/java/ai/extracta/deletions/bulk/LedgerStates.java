package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.ResponseException;
import java.util.Set;

/** The states that results leave their requests in. */
final class LedgerStates {

    /** Refusals that would recur if the request were sent again. */
    private static final Set<Integer> PERMANENT_REFUSALS = Set.of(400, 404, 409, 413, 415, 422);

    private LedgerStates() {}

    static State after(DeletionResult result) {
        if (result instanceof Failed failed) {
            return after(failed);
        }
        if (result instanceof Skipped skipped && skipped.reason() == Skipped.Reason.PREVIOUSLY_REFUSED) {
            return State.REFUSED;
        }
        return result.isGone() ? State.DELETED : State.PENDING;
    }

    private static State after(Failed failed) {
        return switch (failed.outcome()) {
            case UNKNOWN -> State.STARTED;
            case NOT_SENT -> State.PENDING;
            case REFUSED -> isPermanent(failed) ? State.REFUSED : State.PENDING;
        };
    }

    private static boolean isPermanent(Failed failed) {
        return failed.failure() instanceof ResponseException response && PERMANENT_REFUSALS.contains(response.status());
    }
}
