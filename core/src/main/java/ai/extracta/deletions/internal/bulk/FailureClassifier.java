package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the failure of a call implies, beyond its outcome. */
final class FailureClassifier {

    private static final Set<Integer> BISECTABLE = Set.of(400, 404, 410, 422);
    private static final Set<Integer> NOT_FOUND = Set.of(404, 410);
    private static final Set<Integer> UNAUTHORIZED = Set.of(401, 403);

    private static final Set<Kind> UNREACHABLE = EnumSet.of(Kind.DNS, Kind.CONNECT, Kind.TLS, Kind.PROXY, Kind.TIMEOUT);

    private FailureClassifier() {}

    /** Whether a single file may have caused the refusal of all. */
    static boolean isBisectable(Throwable failure) {
        return isRefused(failure) && hasStatus(failure, BISECTABLE);
    }

    static boolean isNotFound(Throwable failure) {
        return isRefused(failure) && hasStatus(failure, NOT_FOUND);
    }

    static boolean isRefused(Throwable failure) {
        return failure instanceof DeletionException known && known.outcome() == Outcome.REFUSED;
    }

    /** Whether no attempt could connect. */
    static boolean isUnreachable(DeletionException failure) {
        return failure.outcome() == Outcome.NOT_SENT
                && failure instanceof TransportFailedException unsent
                && UNREACHABLE.contains(unsent.kind());
    }

    /** Whether the response to any attempt was 401 or 403, even if another one decides the outcome. */
    static boolean isUnauthorized(Throwable failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .anyMatch(attempt -> hasStatus(attempt, UNAUTHORIZED));
    }

    private static boolean hasStatus(Throwable failure, Set<Integer> statuses) {
        return failure instanceof ResponseException response && statuses.contains(response.status());
    }

    /** An unexpected failure may have happened at any time, so its outcome is not known. */
    static DeletionException toDeletionException(DeletionRequest request, @Nullable Throwable failure) {
        if (failure instanceof DeletionException known) {
            return known;
        }
        TransportException cause = failure == null
                ? new TransportException(Kind.PROTOCOL, true, "the call ended without a receipt")
                : TransportException.of(failure, true);
        return new TransportFailedException(request, Outcome.UNKNOWN, 1, cause);
    }

    /** The receipt that a 404 or 410 proves for a call that an earlier attempt may have completed. */
    static DeletionReceipt alreadyAbsentReceipt(ResponseException notFound, Duration elapsed) {
        return new DeletionReceipt(
                notFound.request(),
                notFound.serverMessage(),
                notFound.status(),
                Math.max(1, notFound.attempts()),
                Instant.now(),
                elapsed,
                Confirmation.ALREADY_ABSENT,
                "",
                notFound.httpVersion());
    }
}
