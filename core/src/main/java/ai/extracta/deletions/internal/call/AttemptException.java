package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.error.UnreadableResponseException;
import ai.extracta.deletions.internal.limit.LimitSignal;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt failed. Converted to the public exception only when the call ends, because the outcome depends on all
 * attempts.
 */
@SuppressWarnings("serial") // never serialized
abstract sealed class AttemptException extends RuntimeException implements LimitSignal.Source {

    private @Nullable HttpVersion httpVersion;

    private AttemptException() {
        super(null, null, false, false);
    }

    static AttemptException of(Throwable thrown, Duration deadline) {
        if (thrown instanceof AttemptException known) {
            return known;
        }
        return thrown instanceof LimiterRejectionException rejection
                ? Rejected.of(rejection.reason(), deadline)
                : new NoResponse(TransportException.of(thrown, true));
    }

    /** The outcome of this attempt alone. */
    abstract Outcome outcome();

    /** Whether the deletion certainly did not happen and a retry can succeed. */
    abstract boolean isSafeToRetry();

    abstract DeletionException createException(DeletionRequest request, int attempts);

    final DeletionException toException(DeletionRequest request, int attempts) {
        DeletionException exception = createException(request, attempts);
        HttpVersion version = httpVersion;
        return version == null ? exception : exception.initHttpVersion(version);
    }

    /** Called before this is emitted. A failure that is emitted once more, without another request, keeps its own. */
    final void setHttpVersion(HttpVersion version) {
        httpVersion = version;
    }

    /** Whether the request was handed to the transport, so that this counts as an attempt. */
    boolean isAttempt() {
        return true;
    }

    /** Whether no retry can succeed, whatever the policy. */
    boolean isPermanent() {
        return false;
    }

    Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** How long the whole client pauses, the retry of this call included; empty if the server did not ask for that. */
    Optional<Duration> clientPause() {
        return Optional.empty();
    }

    @Override
    public LimitSignal limitSignal() {
        return LimitSignal.IGNORED;
    }

    /** Rejected before it was handed to the transport. */
    static final class Rejected extends AttemptException {

        private final String reason;
        private final @Nullable Throwable cause;
        private final boolean isPermanent;

        private Rejected(String reason, @Nullable Throwable cause, boolean isPermanent) {
            this.reason = reason;
            this.cause = cause;
            this.isPermanent = isPermanent;
        }

        static Rejected noKey(Throwable cause) {
            return new Rejected("there is no API key to send: " + cause.getMessage(), cause, false);
        }

        static Rejected noKeyWithin(Duration time) {
            return new Rejected("the API key supplier did not respond within " + time, null, false);
        }

        static Rejected unscheduled(String what, Throwable cause) {
            return new Rejected("its " + what + " could not be scheduled: " + cause, cause, false);
        }

        private static Rejected of(LimiterRejectionException.Reason reason, Duration deadline) {
            String text =
                    switch (reason) {
                        case FULL ->
                            "too many calls wait for a slot already; raise maxWaiting or maxInFlight, or request less"
                                    + " at a time";
                        case TIMED_OUT ->
                            "the deadline of " + deadline
                                    + " passed while waiting for a slot; raise the deadline or maxInFlight";
                        case CLOSED -> "the client is closed";
                        case NO_TIMER -> "its deadline could not be scheduled: the timer accepts no task";
                    };
            return new Rejected(text, null, reason != LimiterRejectionException.Reason.FULL);
        }

        @Override
        boolean isAttempt() {
            return false;
        }

        @Override
        boolean isPermanent() {
            return isPermanent;
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
        DeletionException createException(DeletionRequest request, int attempts) {
            return new CallRejectedException(request, reason, cause);
        }
    }

    /** No complete response was received. */
    static final class NoResponse extends AttemptException {

        private static final Set<Kind> TRANSIENT = EnumSet.of(
                Kind.DNS,
                Kind.CONNECT,
                Kind.POOL,
                Kind.TIMEOUT,
                Kind.CONNECTION_LOST,
                Kind.NOT_PROCESSED,
                Kind.THROTTLED);

        private final TransportException failure;
        private final @Nullable Duration clientPause;

        NoResponse(TransportException failure) {
            this(failure, null);
        }

        private NoResponse(TransportException failure, @Nullable Duration clientPause) {
            this.failure = failure;
            this.clientPause = clientPause;
        }

        NoResponse withClientPause(Duration pause) {
            return new NoResponse(failure, pause);
        }

        boolean isOverload() {
            return failure.kind() == Kind.THROTTLED;
        }

        @Override
        Optional<Duration> clientPause() {
            return Optional.ofNullable(clientPause);
        }

        static NoResponse timedOut(Duration time, boolean maybeSent) {
            return new NoResponse(new TransportException(
                    Kind.TIMEOUT,
                    maybeSent,
                    "no complete response within " + time + "; see deadline and attemptDeadline"));
        }

        /** With other library versions than it needs, no retry can succeed. */
        @Override
        boolean isPermanent() {
            return TransportException.isCausedBy(failure, LinkageError.class);
        }

        @Override
        Outcome outcome() {
            return failure.maybeSent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }

        @Override
        boolean isSafeToRetry() {
            return !failure.maybeSent() && TRANSIENT.contains(failure.kind());
        }

        @Override
        public LimitSignal limitSignal() {
            return switch (failure.kind()) {
                case THROTTLED -> LimitSignal.THROTTLED;
                case TIMEOUT -> LimitSignal.TIMED_OUT;
                default -> LimitSignal.IGNORED;
            };
        }

        @Override
        DeletionException createException(DeletionRequest request, int attempts) {
            return new TransportFailedException(request, outcome(), attempts, failure);
        }
    }

    /** A response was received and does not confirm the deletion. */
    static final class ResponseFailure extends AttemptException {

        private final ApiResponse response;
        private final @Nullable Duration clientPause;

        ResponseFailure(ApiResponse response) {
            this(response, null);
        }

        private ResponseFailure(ApiResponse response, @Nullable Duration clientPause) {
            this.response = response;
            this.clientPause = clientPause;
        }

        ResponseFailure withClientPause(Duration pause) {
            return new ResponseFailure(response, pause);
        }

        ApiResponse response() {
            return response;
        }

        @Override
        Outcome outcome() {
            return response.outcome();
        }

        /** A 4xx whose body claims success contradicts itself and proves nothing. */
        @Override
        boolean isSafeToRetry() {
            return response.isOverload() && (response.status() >= 500 || outcome() == Outcome.REFUSED);
        }

        @Override
        public LimitSignal limitSignal() {
            if (response.isOverload()) {
                return LimitSignal.THROTTLED;
            }
            return outcome() == Outcome.REFUSED ? LimitSignal.SUCCESS : LimitSignal.IGNORED;
        }

        /** Whether another key may be accepted. */
        boolean isKeyRefused() {
            return response.status() == 401 && outcome() == Outcome.REFUSED;
        }

        @Override
        Optional<Duration> retryAfter() {
            return response.retryAfter();
        }

        @Override
        Optional<Duration> clientPause() {
            return Optional.ofNullable(clientPause);
        }

        @Override
        DeletionException createException(DeletionRequest request, int attempts) {
            int status = response.status();
            Headers headers = response.redactedHeaders();
            String body = response.excerpt();
            return response.isUnreadable()
                    ? new UnreadableResponseException(
                            request, outcome(), attempts, status, headers, body, response.problem())
                    : new ResponseException(request, outcome(), attempts, status, response.message(), headers, body);
        }
    }
}
