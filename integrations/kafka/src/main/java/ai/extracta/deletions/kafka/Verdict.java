package ai.extracta.deletions.kafka;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import java.util.Set;

/** What a result means for the record. */
enum Verdict {
    /** It is certainly deleted. */
    DELETED,
    /** It was refused for what it asks; another try would be refused as well. */
    REFUSED,
    /** It could not be sent, or not with this key: something is wrong with this worker or its surroundings. */
    NOT_EXECUTED,
    /** It may be deleted, or it was refused for the moment. */
    NOT_CERTAIN;

    /** Refusals of the caller: Unauthorized, Forbidden, Proxy Authentication Required. */
    private static final Set<Integer> CALLER_REFUSED = Set.of(401, 403, 407);

    static Verdict of(DeletionResult result) {
        if (result.isGone()) {
            return DELETED;
        }
        if (result instanceof Skipped skipped) {
            return skipped.reason() == Skipped.Reason.PREVIOUSLY_REFUSED ? REFUSED : NOT_EXECUTED;
        }
        return result instanceof Failed failed ? of(failed) : NOT_CERTAIN;
    }

    private static Verdict of(Failed failed) {
        if (failed.outcome() == Outcome.NOT_SENT) {
            return NOT_EXECUTED;
        }
        if (failed.outcome() == Outcome.UNKNOWN) {
            return NOT_CERTAIN;
        }
        if (failed.failure() instanceof ResponseException response && CALLER_REFUSED.contains(response.status())) {
            return NOT_EXECUTED;
        }
        return failed.isRetryable() ? NOT_CERTAIN : REFUSED;
    }
}
