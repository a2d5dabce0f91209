package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** What the failure of a call says about the call, beyond its outcome. */
final class Verdict {

    private static final int NOT_FOUND = 404;
    private static final Set<Integer> ABOUT_SOME_OF_IT = Set.of(400, NOT_FOUND, 422);
    private static final Set<Integer> ABOUT_THE_CALLER = Set.of(401, 403);

    private Verdict() {}

    /** Whether a part of the request may be to blame for all of it. */
    static boolean mayBlameAPart(Throwable failure) {
        return failure instanceof ResponseException answered
                && answered.outcome() == Outcome.REFUSED
                && ABOUT_SOME_OF_IT.contains(answered.status());
    }

    static boolean isNotFound(Throwable failure) {
        return failure instanceof ResponseException answered
                && answered.outcome() == Outcome.REFUSED
                && answered.status() == NOT_FOUND;
    }

    static boolean isRefused(Throwable failure) {
        return failure instanceof DeletionException known && known.outcome() == Outcome.REFUSED;
    }

    /** Whether any attempt was answered so, also if another one decides the outcome. */
    static boolean isUnauthorized(Throwable failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .anyMatch(attempt ->
                        attempt instanceof ResponseException answered && ABOUT_THE_CALLER.contains(answered.status()));
    }

    /** What the answer to a call proves whose deletion may have happened before: it is not there any more. */
    static DeletionReceipt absent(ResponseException notFound, Duration elapsed) {
        return new DeletionReceipt(
                notFound.request(),
                notFound.serverMessage(),
                notFound.status(),
                Math.max(1, notFound.attempts()),
                Instant.now(),
                elapsed,
                Confirmation.ALREADY_ABSENT,
                "");
    }
}
