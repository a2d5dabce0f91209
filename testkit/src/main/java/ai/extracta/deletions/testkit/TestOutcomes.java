package ai.extracta.deletions.testkit;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.error.UnreadableResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a call can end with, for tests that replace {@link ai.extracta.deletions.ClassificationDeletions} by a mock and
 * need no server. Each is as the SDK creates it after one attempt; other values take the public constructors.
 *
 * <pre>{@code
 * when(deletions.delete(request)).thenReturn(Mono.just(TestOutcomes.deleted(request)));
 * when(deletions.delete(request)).thenReturn(Mono.error(TestOutcomes.responded(request, 429)));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TestOutcomes {

    private static final Duration ELAPSED = Duration.ofMillis(40);
    private static final Instant COMPLETED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private TestOutcomes() {}

    /**
     * Returns the receipt of a deletion that the server confirmed.
     *
     * @param request what was deleted
     * @return a receipt with {@link Confirmation#CONFIRMED}
     */
    public static DeletionReceipt deleted(DeletionRequest request) {
        return receipt(request, "deleted", 200, Confirmation.CONFIRMED);
    }

    /**
     * Returns the receipt of a deletion whose target was gone before.
     *
     * @param request what was to be deleted
     * @return a receipt with {@link Confirmation#ALREADY_ABSENT}
     */
    public static DeletionReceipt alreadyAbsent(DeletionRequest request) {
        return receipt(request, "not found", 404, Confirmation.ALREADY_ABSENT);
    }

    private static DeletionReceipt receipt(
            DeletionRequest request, String message, int status, Confirmation confirmation) {
        return new DeletionReceipt(request, message, status, 1, COMPLETED_AT, ELAPSED, confirmation, "");
    }

    /**
     * Returns the failure of a call to which the server responded with this status and no body.
     *
     * @param request what was to be deleted
     * @param status the HTTP status, from 300 to 599
     * @return a failure that is {@link Outcome#REFUSED} for 400 to 499 but 408, otherwise {@link Outcome#UNKNOWN}
     * @throws IllegalArgumentException if the status is another one
     */
    public static ResponseException responded(DeletionRequest request, int status) {
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; a response that fails a call has 300 to 599");
        }
        Outcome outcome = status / 100 == 4 && status != 408 ? Outcome.REFUSED : Outcome.UNKNOWN;
        return new ResponseException(request, outcome, 1, status, "", Headers.of(), "");
    }

    /**
     * Returns the failure of a call to which the server responded with 200 and an empty body.
     *
     * @param request what was to be deleted
     * @return a failure that is {@link Outcome#UNKNOWN}
     */
    public static UnreadableResponseException unreadable(DeletionRequest request) {
        return new UnreadableResponseException(request, Outcome.UNKNOWN, 1, 200, Headers.of(), "", "its body is empty");
    }

    /**
     * Returns the failure of a call that could not connect.
     *
     * @param request what was to be deleted
     * @return a failure that is {@link Outcome#NOT_SENT}, of kind {@link Kind#CONNECT}
     */
    public static TransportFailedException notSent(DeletionRequest request) {
        TransportException refused =
                TransportException.of(Kind.CONNECT, false, new ConnectException("Connection refused"));
        return new TransportFailedException(request, Outcome.NOT_SENT, 1, refused);
    }

    /**
     * Returns the failure of a call whose connection was lost before the response.
     *
     * @param request what was to be deleted
     * @return a failure that is {@link Outcome#UNKNOWN}, of kind {@link Kind#CONNECTION_LOST}
     */
    public static TransportFailedException unknown(DeletionRequest request) {
        TransportException lost =
                TransportException.of(Kind.CONNECTION_LOST, true, new IOException("Connection reset by peer"));
        return new TransportFailedException(request, Outcome.UNKNOWN, 1, lost);
    }

    /**
     * Returns the failure of a call that a closed client did not send.
     *
     * @param request what was to be deleted
     * @return a failure that is {@link Outcome#NOT_SENT}
     */
    public static CallRejectedException rejected(DeletionRequest request) {
        return new CallRejectedException(request, "the client is closed", null);
    }
}
