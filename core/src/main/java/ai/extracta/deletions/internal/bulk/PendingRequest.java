package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tracks one source request until its result is known, file by file for {@link DeleteFiles}. */
final class PendingRequest {

    private final long index;
    private final DeletionRequest request;
    private List<DeletionReceipt> receipts = List.of();
    private List<String> failedFileIds = List.of();
    private int pendingParts;
    private Outcome outcomeBefore = Outcome.NOT_SENT;
    private @Nullable Recording recording;
    private Outcome worst = Outcome.NOT_SENT;
    private @Nullable RuntimeException failure;
    private Outcome failureOutcome = Outcome.NOT_SENT;
    private boolean isFailureRetryable;
    private @Nullable DeletionResult result;
    private boolean isResultTaken;

    /** Holds the element of the source; null once the result is published. */
    private @Nullable Consumer<DeletionResult> publisher;

    PendingRequest(long index, DeletionRequest request, Consumer<DeletionResult> publisher) {
        this.index = index;
        this.request = request;
        this.publisher = publisher;
        this.pendingParts = CallItem.fileIdsOf(request).size();
    }

    DeletionRequest request() {
        return request;
    }

    /** Whether it depends on one call at a time, which may be for others as well. */
    boolean hasOnePart() {
        return CallItem.fileIdsOf(request).size() == 1;
    }

    /** An earlier stream may have deleted it. */
    void markUnknown() {
        outcomeBefore = Outcome.UNKNOWN;
    }

    /** What is known from earlier streams. */
    Outcome outcomeBefore() {
        return outcomeBefore;
    }

    void start(Recording begun) {
        recording = begun;
    }

    boolean isStarted() {
        return recording != null;
    }

    /** The recording of the start. */
    Recording recording() {
        return Objects.requireNonNull(recording);
    }

    boolean isSettled() {
        return result != null;
    }

    boolean hasNewResult() {
        return result != null && !isResultTaken;
    }

    DeletionResult takeResult() {
        isResultTaken = true;
        return Objects.requireNonNull(result);
    }

    /** Passes the result on, once. */
    void publish() {
        Consumer<DeletionResult> target = Objects.requireNonNull(publisher);
        publisher = null;
        target.accept(takeResult());
    }

    void skipped(Skipped.Reason reason) {
        result = new Skipped(index, request, reason);
    }

    void subsumed(DeletionRequest enclosing) {
        result = new Subsumed(index, request, enclosing);
    }

    void failed(RuntimeException why) {
        result = Failed.of(index, request, worse(outcomeOf(why), outcomeBefore), why, request);
    }

    void partDeleted(DeletionReceipt receipt) {
        if (receipts.isEmpty() || !receipts.get(receipts.size() - 1).equals(receipt)) {
            receipts = with(receipts, receipt);
        }
        completePart();
    }

    /** With the outcome of earlier calls for the same part. A retryable failure takes precedence over all others. */
    void partFailed(String fileId, RuntimeException why, Outcome before) {
        Outcome outcome = worse(outcomeOf(why), before);
        boolean isRetryable = outcome == Outcome.UNKNOWN || DeletionException.isRetryableFailure(why);
        if (failure == null
                || (isRetryable && !isFailureRetryable)
                || (isRetryable == isFailureRetryable && outcome.compareTo(failureOutcome) > 0)) {
            failure = why;
            failureOutcome = outcome;
            isFailureRetryable = isRetryable;
        }
        worst = worse(worst, outcome);
        failedFileIds = with(failedFileIds, fileId);
        completePart();
    }

    /** Nearly all lists stay empty or get one element, for which an immutable one is the smallest. */
    private static <T> List<T> with(List<T> list, T element) {
        if (list.isEmpty()) {
            return List.of(element);
        }
        List<T> longer = list.size() == 1 ? new ArrayList<>(list) : list;
        longer.add(element);
        return longer;
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Any other exception was thrown before the request could be sent. */
    private static Outcome outcomeOf(RuntimeException why) {
        return why instanceof DeletionException known ? known.outcome() : Outcome.NOT_SENT;
    }

    private void completePart() {
        pendingParts--;
        if (pendingParts > 0) {
            return;
        }
        if (failure != null) {
            result = Failed.of(index, request, worst, failure, remaining());
        } else if (hasAbsentPart()) {
            result = new AlreadyAbsent(index, request, receipts);
        } else {
            result = new Deleted(index, request, receipts);
        }
    }

    private boolean hasAbsentPart() {
        for (DeletionReceipt receipt : receipts) {
            if (receipt.confirmation() == Confirmation.ALREADY_ABSENT) {
                return true;
            }
        }
        return false;
    }

    private DeletionRequest remaining() {
        return request instanceof DeleteFiles files
                ? new DeleteFiles(files.classificationId(), files.batchId(), failedFileIds)
                : request;
    }
}
