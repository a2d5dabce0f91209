package ai.extracta.deletions;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.error.UnreadableResponseException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.limit.LimitSignal;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt failed. Becomes the exception a user sees only when the call ends, since its outcome depends on all
 * attempts.
 */
abstract sealed class AttemptFailure extends RuntimeException implements LimitSignal.Source {

    private static final long serialVersionUID = 1L;

    private AttemptFailure() {
        super(null, null, false, false);
    }

    /** What became of the deletion in this attempt alone. */
    abstract Outcome outcome();

    /** Whether the deletion certainly did not happen and trying again can help. */
    abstract boolean isSafeToRetry();

    abstract DeletionException toException(DeletionRequest request, int attempts);

    /** Whether the request was handed to the transport, so that this counts as an attempt. */
    boolean isAttempt() {
        return true;
    }

    /** Whether any policy may ask for another attempt. */
    boolean mayBeTriedAgain() {
        return true;
    }

    /** Whether the server wants fewer calls, not only this one later. */
    boolean asksToSlowDown() {
        return false;
    }

    Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    @Override
    public LimitSignal limitSignal() {
        return LimitSignal.IGNORED;
    }

    /** Core itself did not let it go out. */
    static final class Rejected extends AttemptFailure {

        private static final long serialVersionUID = 1L;

        private final String reason;
        private final @Nullable Throwable cause;
        private final boolean isFinal;

        private Rejected(String reason, @Nullable Throwable cause, boolean isFinal) {
            this.reason = reason;
            this.cause = cause;
            this.isFinal = isFinal;
        }

        /** This time it did not go out. */
        static Rejected once(String reason, @Nullable Throwable cause) {
            return new Rejected(reason, cause, false);
        }

        /** It would not go out another time either. */
        private static Rejected forGood(String reason) {
            return new Rejected(reason, null, true);
        }

        /** It got no slot. */
        static Rejected of(LimiterRejectionException.Reason reason, Duration deadline) {
            return switch (reason) {
                case FULL ->
                    once(
                            "too many calls wait for a slot already; raise maxWaiting or maxInFlight, or ask for less"
                                    + " at a time",
                            null);
                case TIMED_OUT ->
                    forGood("the deadline of " + deadline
                            + " passed while waiting for a slot; raise the deadline or maxInFlight");
                case CLOSED -> forGood("the client is closed");
            };
        }

        @Override
        boolean isAttempt() {
            return false;
        }

        @Override
        boolean mayBeTriedAgain() {
            return !isFinal;
        }

        @Override
        Outcome outcome() {
            return Outcome.NOT_SENT;
        }

        @Override
        boolean isSafeToRetry() {
            return false;
        }

        @Override
        DeletionException toException(DeletionRequest request, int attempts) {
            return new CallRejectedException(request, reason, cause);
        }
    }

    /** No complete answer came. */
    static final class NoAnswer extends AttemptFailure {

        private static final long serialVersionUID = 1L;

        private static final Set<Kind> PASSING =
                EnumSet.of(Kind.DNS, Kind.CONNECT, Kind.POOL, Kind.TIMEOUT, Kind.CONNECTION_LOST);

        private final TransportException failure;

        NoAnswer(TransportException failure) {
            this.failure = failure;
        }

        @Override
        Outcome outcome() {
            return failure.maybeSent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }

        @Override
        boolean isSafeToRetry() {
            return !failure.maybeSent() && PASSING.contains(failure.kind());
        }

        @Override
        public LimitSignal limitSignal() {
            return failure.kind() == Kind.TIMEOUT ? LimitSignal.TIMED_OUT : LimitSignal.IGNORED;
        }

        @Override
        DeletionException toException(DeletionRequest request, int attempts) {
            return new TransportFailedException(request, outcome(), attempts, failure);
        }
    }

    /** An answer came and does not confirm the deletion. */
    static final class Unconfirmed extends AttemptFailure {

        private static final long serialVersionUID = 1L;

        private final transient ApiResponse answer;

        Unconfirmed(ApiResponse answer) {
            this.answer = answer;
        }

        ApiResponse answer() {
            return answer;
        }

        @Override
        Outcome outcome() {
            return answer.outcome();
        }

        @Override
        boolean isSafeToRetry() {
            return asksToSlowDown();
        }

        @Override
        boolean asksToSlowDown() {
            return (answer.status() == 429 && outcome() == Outcome.REFUSED)
                    || (answer.status() == 503 && retryAfter().isPresent());
        }

        @Override
        public LimitSignal limitSignal() {
            if (answer.status() == 429 || asksToSlowDown()) {
                return LimitSignal.THROTTLED;
            }
            return outcome() == Outcome.REFUSED ? LimitSignal.SUCCESS : LimitSignal.IGNORED;
        }

        /** Whether another key may help. */
        boolean isKeyRefused() {
            return answer.status() == 401 && outcome() == Outcome.REFUSED;
        }

        @Override
        Optional<Duration> retryAfter() {
            return answer.retryAfter();
        }

        @Override
        DeletionException toException(DeletionRequest request, int attempts) {
            return answer.isUnreadable()
                    ? new UnreadableResponseException(
                            request,
                            outcome(),
                            attempts,
                            answer.status(),
                            answer.redactedHeaders(),
                            answer.excerpt(),
                            answer.problem())
                    : new ResponseException(
                            request,
                            outcome(),
                            attempts,
                            answer.status(),
                            answer.message(),
                            answer.redactedHeaders(),
                            answer.excerpt());
        }
    }
}
