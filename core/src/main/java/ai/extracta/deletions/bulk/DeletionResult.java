package ai.extracta.deletions.bulk;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Objects;

/**
 * What became of one request of a stream. There is exactly one for each, also for a request that was sent together with
 * others, or twice.
 *
 * @since 0.1.0
 */
public sealed interface DeletionResult {

    /**
     * Returns which of the stream's requests this is about.
     *
     * @return its position in the source, counted from 0
     */
    long index();

    /**
     * Returns what was asked for.
     *
     * @return the request
     * @throws IllegalStateException if the source emitted null, which is a {@link Failed} of its own
     */
    DeletionRequest request();

    /**
     * Returns whether what was asked for is certainly gone.
     *
     * @return false also if it only may be gone
     */
    boolean isGone();

    /**
     * The server said that it deleted it.
     *
     * @param index the position in the source
     * @param request what was asked for
     * @param receipts the proof: one of each call that took part; a call may have been for others as well
     * @since 0.1.0
     */
    record Deleted(long index, DeletionRequest request, List<DeletionReceipt> receipts) implements DeletionResult {

        /**
         * Takes a copy of the receipts.
         *
         * @param index the position in the source
         * @param request what was asked for
         * @param receipts the proof
         */
        public Deleted {
            Objects.requireNonNull(request, "request");
            receipts = List.copyOf(receipts);
        }

        @Override
        public boolean isGone() {
            return true;
        }
    }

    /**
     * It, or a part of it, was not there any more, and an earlier attempt, of this stream or of one before it with the same
     * ledger, may have deleted it. The rest was deleted now.
     *
     * @param index the position in the source
     * @param request what was asked for
     * @param receipts the proof: one of each call that took part
     * @since 0.1.0
     */
    record AlreadyAbsent(long index, DeletionRequest request, List<DeletionReceipt> receipts)
            implements DeletionResult {

        /**
         * Takes a copy of the receipts.
         *
         * @param index the position in the source
         * @param request what was asked for
         * @param receipts the proof
         */
        public AlreadyAbsent {
            Objects.requireNonNull(request, "request");
            receipts = List.copyOf(receipts);
        }

        @Override
        public boolean isGone() {
            return true;
        }
    }

    /**
     * A wider deletion, of the classification or the batch, took it along.
     *
     * @param index the position in the source
     * @param request what was asked for
     * @param by the wider deletion, which was asked for as well and is done
     * @since 0.1.0
     */
    record Subsumed(long index, DeletionRequest request, DeletionRequest by) implements DeletionResult {

        /**
         * Checks that nothing is missing.
         *
         * @param index the position in the source
         * @param request what was asked for
         * @param by the wider deletion
         */
        public Subsumed {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(by, "by");
        }

        @Override
        public boolean isGone() {
            return true;
        }
    }

    /**
     * It was not sent, as there was no need to.
     *
     * @param index the position in the source
     * @param request what was asked for
     * @param reason why
     * @since 0.1.0
     */
    record Skipped(long index, DeletionRequest request, Reason reason) implements DeletionResult {

        /**
         * Checks that nothing is missing.
         *
         * @param index the position in the source
         * @param request what was asked for
         * @param reason why
         */
        public Skipped {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public boolean isGone() {
            return reason == Reason.GONE_BEFORE;
        }

        /**
         * Why a request was not sent.
         *
         * @since 0.1.0
         */
        public enum Reason {
            /** The ledger says that it is gone. */
            GONE_BEFORE,
            /** The ledger says that the server refused it for what it asks. */
            REFUSED_BEFORE,
            /** Nothing is sent in a dry run. */
            DRY_RUN
        }
    }

    /**
     * It is not certain to be gone: {@link #outcome()} says whether it is certain not to be.
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
         * Makes the result of a request that failed.
         *
         * @param index the position in the source
         * @param request what was asked for
         * @param outcome whether it happened; more doubtful than the failure says if an earlier attempt may have done it
         * @param failure why; of several failures the worst
         * @param remaining what is not known to be gone: the request, or those of its files
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
         * Makes the result of an element that was null.
         *
         * @param index the position in the source
         * @return the result
         */
        public static Failed ofNull(long index) {
            String message = "element " + index + " of the source is null; nothing was sent for it";
            return new Failed(index, List.of(), Outcome.NOT_SENT, new NullPointerException(message), List.of());
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public DeletionRequest request() {
            if (request.isEmpty()) {
                throw new IllegalStateException("element " + index + " of the source is null: there is no request");
            }
            return request.get(0);
        }

        @Override
        public boolean isGone() {
            return false;
        }

        /**
         * Returns why.
         *
         * @return a {@link DeletionException}, or what else was wrong with the element
         */
        public RuntimeException failure() {
            return failure;
        }

        /**
         * Returns whether the deletion happened, by this stream or one before it with the same ledger.
         *
         * @return the outcome
         */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * Returns what to ask for again: the request, or of a request for files those that are not known to be gone. The
         * others of its files are gone.
         *
         * @return one request, or none if the element was null
         */
        public List<DeletionRequest> remaining() {
            return remaining;
        }

        @Override
        public String toString() {
            return "Failed[index=" + index + ", request=" + (request.isEmpty() ? "null" : request.get(0)) + ", outcome="
                    + outcome + ", remaining=" + remaining + ", failure=" + failure + "]";
        }
    }
}
