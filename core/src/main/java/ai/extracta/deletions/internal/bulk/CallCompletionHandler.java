package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settles the requests of a completed call, or returns the calls that continue it. */
record CallCompletionHandler(BulkOptions options, CallPlanner planner, StopSignal stop) {

    List<BulkCall> completed(
            BulkCall call, @Nullable DeletionReceipt receipt, @Nullable Throwable failure, Duration elapsed) {
        return receipt != null
                ? succeeded(call, receipt)
                : failed(call, FailureClassifier.toDeletionException(call.request(), failure), elapsed);
    }

    /** If several files are reported absent, possibly only one of them is, and the others were not deleted. */
    private static List<BulkCall> succeeded(BulkCall call, DeletionReceipt receipt) {
        if (receipt.confirmation() == Confirmation.ALREADY_ABSENT && call.canBeSplit()) {
            return call.split(Outcome.UNKNOWN);
        }
        call.deleted(receipt);
        return List.of();
    }

    private List<BulkCall> failed(BulkCall call, DeletionException failure, Duration elapsed) {
        boolean isAbsent = call.isUnknown() && FailureClassifier.isNotFound(failure);
        if (call.canBeSplit() && (isAbsent || (options.bisectRefused() && FailureClassifier.isBisectable(failure)))) {
            return call.split(Outcome.REFUSED);
        }
        if (isAbsent) {
            call.deleted(FailureClassifier.alreadyAbsentReceipt((ResponseException) failure, elapsed));
            return List.of();
        }
        if (options.failFast() || (options.stopOnUnauthorized() && FailureClassifier.isUnauthorized(failure))) {
            stop.stop(failure);
        }
        return rejected(call, failure);
    }

    /** Requests that a call would have subsumed are sent on their own if it certainly deleted nothing. */
    List<BulkCall> rejected(BulkCall call, RuntimeException failure) {
        call.failed(failure);
        if (!call.isUnknown() && FailureClassifier.isRefused(failure)) {
            return planner.plan(call.subsumed(), call);
        }
        call.subsumed().forEach(pending -> pending.failed(failure));
        return List.of();
    }
}
