package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.AttemptException.NoResponse;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Shared by all attempts of one call. */
record CallContext(
        CallSettings settings,
        ClientResources resources,
        DeletionRequest request,
        ByteBuffer body,
        CallListener listener,
        long startedAt) {

    Duration elapsed() {
        return Duration.ofNanos(elapsedNanos());
    }

    /** The time that an attempt may take if it starts now; not positive once the deadline of the call has passed. */
    long attemptNanos() {
        return Math.min(settings.attemptDeadline().toNanos(), remainingNanos());
    }

    /** Until the deadline of the call; negative once it has passed. */
    long remainingNanos() {
        return settings.deadline().toNanos() - elapsedNanos();
    }

    private long elapsedNanos() {
        return resources.timer().scheduler().now(TimeUnit.NANOSECONDS) - startedAt;
    }

    /** Returns the same instance if the listener adds none, by which transports recognise their template. */
    Headers withListenerHeaders(int attempt, URI uri, Headers headers) {
        return listener == CallListener.NOOP ? headers : addListenerHeaders(attempt, uri, headers);
    }

    private Headers addListenerHeaders(int attempt, URI uri, Headers headers) {
        return settings.safeListener()
                .call(
                        "attemptHeaders",
                        () -> ListenerHeaders.add(listener.attemptHeaders(attempt, uri), uri, headers),
                        headers);
    }

    AttemptResult confirmed(int attempt, ApiResponse response, Optional<HttpVersion> version) {
        return result(attempt, OptionalInt.of(response.status()), Optional.empty(), Optional.empty(), version);
    }

    AttemptResult failed(int attempt, AttemptException failure, Optional<HttpVersion> version) {
        OptionalInt status = failure instanceof ResponseFailure unconfirmed
                ? OptionalInt.of(unconfirmed.response().status())
                : OptionalInt.empty();
        return result(
                attempt,
                status,
                Optional.of(failure.outcome()),
                Optional.of(failure.toException(request, attempt)),
                version);
    }

    AttemptResult cancelled(int attempt, Outcome outcome, Optional<HttpVersion> version) {
        return result(attempt, OptionalInt.empty(), Optional.of(outcome), Optional.empty(), version);
    }

    private AttemptResult result(
            int attempt,
            OptionalInt status,
            Optional<Outcome> outcome,
            Optional<DeletionException> failure,
            Optional<HttpVersion> version) {
        String transport = resources.lease().transport().name();
        return new AttemptResult(attempt, transport, settings.endpoints().host(), status, outcome, failure, version);
    }

    /** The failure of a response that does not confirm; if the server wants fewer calls, the whole client pauses. */
    AttemptException failureOf(ApiResponse response, int earlierFailures) {
        ResponseFailure failure = new ResponseFailure(response);
        return response.isOverload() ? failure.withClientPause(pauseAfter(failure, earlierFailures)) : failure;
    }

    /** The same without a response. */
    AttemptException failureOf(TransportException thrown, int earlierFailures) {
        NoResponse failure = new NoResponse(thrown);
        return failure.isOverload() ? failure.withClientPause(pauseAfter(failure, earlierFailures)) : failure;
    }

    private Duration pauseAfter(AttemptException failure, int earlierFailures) {
        return settings.retryRules().delayAfter(failure, earlierFailures + 1, resources.random());
    }
}
