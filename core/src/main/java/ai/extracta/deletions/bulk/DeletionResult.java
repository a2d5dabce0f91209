package ai.extracta.deletions.bulk;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.text.LogText;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of one request of a stream. Every request has exactly one, even if it was merged with others or repeated.
 *
 * @since 0.1.0
 */
public sealed interface DeletionResult {

    /** {@return the position of the request in the source, counted from 0} */
    long index();

    /**
     * Returns the request.
     *
     * @return the request
     * @throws IllegalStateException if the element was null or could not be mapped to a request, which is a
     *     {@link Failed} of its own
     */
    DeletionRequest request();

    /** {@return whether the target is certainly deleted; false also if the outcome is not known} */
    default boolean isGone() {
        return !(this instanceof Failed)
                && !(this instanceof Skipped skipped && skipped.reason() != Skipped.Reason.ALREADY_DELETED);
    }

    /**
     * {@return this result as a JSON object on one line} Its members are {@code index}, {@code state} (a
     * {@link DeletionLedger.State}), and those that a ledger exports: {@code request}, {@code result}, {@code calls},
     * {@code by}, {@code reason}, {@code failure} and {@code remaining}. Server messages are truncated to 1,000
     * characters, and the API key is never included.
     */
    default String toJson() {
        return ResultJson.write(this);
    }

    /**
     * The server confirmed the deletion.
     *
     * @param index the position in the source
     * @param request the request
     * @param receipts one for each call that took part; a call may also have deleted files of other requests
     * @since 0.1.0
     */
    record Deleted(long index, DeletionRequest request, List<DeletionReceipt> receipts) implements DeletionResult {

        /**
         * Copies the receipts.
         *
         * @param index the position in the source
         * @param request the request
         * @param receipts one for each call that took part
         */
        public Deleted {
            Objects.requireNonNull(request, "request");
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * The target, or a part of it, was absent, and an earlier attempt by this stream, or by another one with the same
     * ledger, may have deleted it, or {@link BulkOptions.Builder#notFoundMeansAbsent} is set. The rest was deleted
     * now.
     *
     * @param index the position in the source
     * @param request the request
     * @param receipts one for each call that took part
     * @since 0.1.0
     */
    record AlreadyAbsent(long index, DeletionRequest request, List<DeletionReceipt> receipts)
            implements DeletionResult {

        /**
         * Copies the receipts.
         *
         * @param index the position in the source
         * @param request the request
         * @param receipts one for each call that took part
         */
        public AlreadyAbsent {
            Objects.requireNonNull(request, "request");
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * An enclosing deletion, of the batch or classification, deleted it.
     *
     * @param index the position in the source
     * @param request the request
     * @param subsumedBy the enclosing deletion, which is confirmed
     * @since 0.1.0
     */
    record Subsumed(long index, DeletionRequest request, DeletionRequest subsumedBy) implements DeletionResult {

        /**
         * Requires every component.
         *
         * @param index the position in the source
         * @param request the request
         * @param subsumedBy the enclosing deletion
         */
        public Subsumed {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(subsumedBy, "subsumedBy");
        }
    }

    /**
     * The request did not need to be sent.
     *
     * @param index the position in the source
     * @param request the request
     * @param reason the reason
     * @since 0.1.0
     */
    record Skipped(long index, DeletionRequest request, Reason reason) implements DeletionResult {

        /**
         * Requires every component.
         *
         * @param index the position in the source
         * @param request the request
         * @param reason the reason
         */
        public Skipped {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(reason, "reason");
        }

        /**
         * Why a request was not sent.
         *
         * @since 0.1.0
         */
        public enum Reason {
            /** According to the ledger it is deleted. */
            ALREADY_DELETED,
            /** According to the ledger the server refused the request itself. */
            PREVIOUSLY_REFUSED,
            /** Nothing is sent in a dry run. */
            DRY_RUN
        }
    }

    /**
     * The target is not certainly deleted; {@link #outcome()} tells whether it certainly is not.
     *
     * @since 0.1.0
     */
    final class Failed implements DeletionResult {

        private final long index;
        private final List<DeletionRequest> request;
        private final Outcome outcome;
        private final RuntimeException failure;
        private final List<DeletionRequest> remaining;

        private Failed(
                long index,
                List<DeletionRequest> request,
                Outcome outcome,
                RuntimeException failure,
                List<DeletionRequest> remaining) {
            this.index = index;
            this.request = request;
            this.outcome = outcome;
            this.failure = Objects.requireNonNull(failure, "failure");
            this.remaining = remaining;
        }

        /**
         * Creates the result of a request that failed.
         *
         * @param index the position in the source
         * @param request the request
         * @param outcome whether it was deleted; UNKNOWN whatever the failure says if an earlier attempt may have
         *     deleted it
         * @param failure the failure; of several the worst, and before that one that is retryable
         * @param remaining what is not known to be deleted: the request, or some of its files
         * @return the result
         */
        public static Failed of(
                long index,
                DeletionRequest request,
                Outcome outcome,
                RuntimeException failure,
                DeletionRequest remaining) {
            Objects.requireNonNull(outcome, "outcome");
            return new Failed(index, List.of(request), outcome, failure, List.of(remaining));
        }

        /**
         * Creates the result of an element that was null.
         *
         * @param index the position in the source
         * @return the result
         */
        public static Failed ofNull(long index) {
            String message = "element " + index + " of the source is null; nothing was sent for it";
            return new Failed(index, List.of(), Outcome.NOT_SENT, new NullPointerException(message), List.of());
        }

        /**
         * Creates the result of an element that could not be mapped to a request.
         *
         * @param index the position in the source
         * @param cause what the mapping threw, or null if it returned null
         * @return the result
         */
        public static Failed ofUnmapped(long index, @Nullable Exception cause) {
            String element = "element " + index;
            RuntimeException failure = cause == null
                    ? new NullPointerException(element + " was mapped to null; nothing was sent for it")
                    : new IllegalArgumentException(
                            LogText.oneLine(element + " could not be mapped to a request, so nothing was sent for it: "
                                    + cause),
                            cause);
            return new Failed(index, List.of(), Outcome.NOT_SENT, failure, List.of());
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public DeletionRequest request() {
            if (request.isEmpty()) {
                throw new IllegalStateException("there is no request: " + failure.getMessage(), failure);
            }
            return request.get(0);
        }

        /** {@return the failure: a {@link DeletionException}, or the reason why the element could not be sent} */
        public RuntimeException failure() {
            return failure;
        }

        /** {@return whether the target was deleted, by this stream or an earlier one with the same ledger} */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * Returns what to request again: the request, or those of its files that are not known to be deleted. Its other
         * files are deleted.
         *
         * @return one request, or none if the element was null or could not be mapped to a request
         */
        public List<DeletionRequest> remaining() {
            return remaining;
        }

        /**
         * Returns whether requesting {@link #remaining()} again, unchanged, can succeed or resolve the outcome later:
         * whether a message is to be delivered again rather than rejected.
         *
         * <p>True if the outcome is {@link Outcome#UNKNOWN}, whatever the failure says, or if the failure of at least
         * one part of the request is {@linkplain DeletionException#isRetryable() retryable}. False for an element that
         * was null or could not be mapped, and for a request that could not be written.
         *
         * @return whether to request it again later
         */
        public boolean isRetryable() {
            return !remaining.isEmpty()
                    && (outcome == Outcome.UNKNOWN || DeletionException.isRetryableFailure(failure));
        }

        @Override
        public String toString() {
            return "Failed[index=" + index + ", request=" + (request.isEmpty() ? "null" : request.get(0)) + ", outcome="
                    + outcome + ", remaining=" + remaining + ", failure=" + failure + "]";
        }
    }
}
