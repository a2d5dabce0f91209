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
import org.jspecify.annotations.Nullable;

/** One request of the source, and what is known of its parts, each of which is a file or all there is, until it has its result. */
final class Entry {

    private final long index;
    private final DeletionRequest request;
    private final List<DeletionReceipt> receipts = new ArrayList<>(1);
    private final List<String> remaining = new ArrayList<>(0);
    private int openParts;
    private boolean isDoubted;
    private boolean isBegun;
    private Outcome worst = Outcome.NOT_SENT;
    private @Nullable RuntimeException failure;
    private @Nullable DeletionResult result;

    Entry(long index, DeletionRequest request) {
        this.index = index;
        this.request = request;
        this.openParts = request instanceof DeleteFiles files ? files.fileIds().size() : 1;
    }

    DeletionRequest request() {
        return request;
    }

    /** An earlier run may have done it. */
    void doubt() {
        isDoubted = true;
    }

    boolean isDoubted() {
        return isDoubted;
    }

    /** What is known to have become of it before this run. */
    Outcome leastOutcome() {
        return isDoubted ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    /** Returns whether it had not begun. */
    boolean begin() {
        boolean isNew = !isBegun;
        isBegun = true;
        return isNew;
    }

    boolean isBegun() {
        return isBegun;
    }

    boolean isSettled() {
        return result != null;
    }

    DeletionResult result() {
        return Objects.requireNonNull(result);
    }

    void skipped(Skipped.Reason reason) {
        result = new Skipped(index, request, reason);
    }

    void subsumed(DeletionRequest by) {
        result = new Subsumed(index, request, by);
    }

    void partIsGone(DeletionReceipt receipt) {
        if (receipts.isEmpty() || !receipts.get(receipts.size() - 1).equals(receipt)) {
            receipts.add(receipt);
        }
        partEnded();
    }

    /** With what was known of it before. */
    void partFailed(String fileId, RuntimeException why, Outcome leastOutcome) {
        Outcome outcome = worse(outcomeOf(why), leastOutcome);
        if (failure == null || outcome.compareTo(worst) > 0) {
            failure = why;
            worst = outcome;
        }
        remaining.add(fileId);
        partEnded();
    }

    /** With what was known of it before. */
    void failed(RuntimeException why, Outcome leastOutcome) {
        result = Failed.of(index, request, worse(outcomeOf(why), leastOutcome), why, request);
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** What is not of the SDK's making was thrown before anything could be sent. */
    private static Outcome outcomeOf(RuntimeException why) {
        return why instanceof DeletionException known ? known.outcome() : Outcome.NOT_SENT;
    }

    private void partEnded() {
        openParts--;
        if (openParts > 0) {
            return;
        }
        if (failure != null) {
            result = Failed.of(index, request, worst, failure, remaining());
        } else if (receipts.stream().anyMatch(receipt -> receipt.confirmation() == Confirmation.ALREADY_ABSENT)) {
            result = new AlreadyAbsent(index, request, receipts);
        } else {
            result = new Deleted(index, request, receipts);
        }
    }

    private DeletionRequest remaining() {
        return request instanceof DeleteFiles files
                ? new DeleteFiles(files.classificationId(), files.batchId(), remaining)
                : request;
    }
}
