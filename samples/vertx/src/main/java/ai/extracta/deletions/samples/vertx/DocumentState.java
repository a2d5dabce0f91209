package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;

/** What is known about a document. */
enum DocumentState {
    /** It exists: it is not old enough, or was certainly not deleted so far. A later run sends it. */
    PENDING(DeletionLedger.State.PENDING),
    /** It may be deleted: a deletion was started and its result is not known. The next run settles that. */
    UNKNOWN(DeletionLedger.State.STARTED),
    /** The server confirmed its deletion. */
    DELETED(DeletionLedger.State.DELETED),
    /** It does not exist any more: an earlier deletion, whose result was not known, had deleted it. */
    ALREADY_ABSENT(DeletionLedger.State.DELETED),
    /** The server refused the deletion for a reason that lasts, such as an id that it does not know. */
    REFUSED(DeletionLedger.State.REFUSED);

    private final DeletionLedger.State ledgerState;

    DocumentState(DeletionLedger.State ledgerState) {
        this.ledgerState = ledgerState;
    }

    DeletionLedger.State ledgerState() {
        return ledgerState;
    }

    static DocumentState after(DeletionResult result) {
        if (result instanceof DeletionResult.AlreadyAbsent) {
            return ALREADY_ABSENT;
        }
        return switch (DeletionLedger.stateAfter(result)) {
            case PENDING -> PENDING;
            case STARTED -> UNKNOWN;
            case DELETED -> DELETED;
            case REFUSED -> REFUSED;
        };
    }
}
