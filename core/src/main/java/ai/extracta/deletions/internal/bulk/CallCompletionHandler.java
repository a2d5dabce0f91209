package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Settles the requests of a call that has ended, or continues it. */
record CallCompletionHandler(
        BulkOptions options,
        boolean notFoundMeansAbsent,
        CallPlanner planner,
        BisectionBudget budget,
        BooleanSupplier isClosed,
        StopSignal stop) {

    NextStep ended(BulkCall call, @Nullable DeletionReceipt receipt, @Nullable Throwable failure, Duration elapsed) {
        if (receipt != null) {
            budget.onOtherwiseEnded(call);
            return succeeded(call, receipt);
        }
        DeletionException known = FailureClassifier.toDeletionException(call.request(), failure);
        if (FailureClassifier.isBisectable(known)) {
            return refused(call, (ResponseException) known, elapsed);
        }
        budget.onOtherwiseEnded(call);
        stopIfFatal(known);
        return rejected(call, known);
    }

    /** If several files are reported absent, possibly only one of them is, and the others were not deleted. */
    private static NextStep succeeded(BulkCall call, DeletionReceipt receipt) {
        if (receipt.confirmation() == Confirmation.ALREADY_ABSENT && call.canBeSplit()) {
            return NextStep.continueWith(call, call.halves(Outcome.UNKNOWN));
        }
        call.deleted(receipt);
        return NextStep.complete(call);
    }

    /** That a file is absent must be proven for each file, whatever that costs; a refusal need not. */
    private NextStep refused(BulkCall call, ResponseException refusal, Duration elapsed) {
        budget.onRefused(call, refusal);
        boolean isAbsent = isAbsent(call, refusal);
        if (call.canBeSplit() && (isAbsent || options.bisectRefused())) {
            return !isAbsent && budget.defer(call, refusal)
                    ? NextStep.NONE
                    : NextStep.continueWith(call, call.halves(Outcome.REFUSED));
        }
        if (isAbsent) {
            call.deleted(FailureClassifier.alreadyAbsentReceipt(refusal, elapsed));
            return NextStep.complete(call);
        }
        stopIfFatal(refusal);
        return rejected(call, refusal);
    }

    /** Whether it is not found, will not be split, and nothing that this stream knows explains it. */
    boolean isUnexplained(BulkCall call, ResponseException refusal) {
        return FailureClassifier.isNotFound(refusal)
                && !isAbsent(call, refusal)
                && !(call.canBeSplit() && options.bisectRefused());
    }

    /** What others have started, they may have deleted: of a call for several files, these files are sent again. */
    NextStep notFound(BulkCall call, ResponseException refusal, Duration elapsed, Set<DeletionRequest> started) {
        if (call.canBeSplit()) {
            budget.onRefused(call, refusal);
            return settled(new RefusedCall(call, refusal, false), started);
        }
        if (call.itemRequests().stream().noneMatch(started::contains)) {
            return refused(call, refusal, elapsed);
        }
        budget.onOtherwiseEnded(call);
        call.deleted(FailureClassifier.alreadyAbsentReceipt(refusal, elapsed));
        return NextStep.complete(call);
    }

    /** A call for several files that is not sent again, except for those that others may have deleted. */
    NextStep settled(RefusedCall refused, Set<DeletionRequest> started) {
        BulkCall call = refused.call();
        List<BulkCall> again = call.failedExcept(started, refused.refusal());
        if (again.stream().noneMatch(part -> part.size() == call.size())) {
            stopIfFatal(refused.refusal());
        }
        return NextStep.continueWith(call, again);
    }

    /** Nobody knows whether others may have deleted what is not found. */
    NextStep unexplained(BulkCall call, ResponseException refusal) {
        call.failed(refusal, Outcome.UNKNOWN);
        return NextStep.continueWith(call, planner.plan(call.subsumed(), call));
    }

    private boolean isAbsent(BulkCall call, ResponseException refusal) {
        return (notFoundMeansAbsent || call.isUnknown()) && FailureClassifier.isNotFound(refusal);
    }

    private void stopIfFatal(DeletionException failure) {
        if (options.failFast()
                || (options.stopOnUnauthorized() && FailureClassifier.isUnauthorized(failure))
                || (failure instanceof CallRejectedException && isClosed.getAsBoolean())) {
            stop.stop(failure);
        }
    }

    /** Requests that a call would have subsumed are sent on their own if it certainly deleted nothing. */
    NextStep rejected(BulkCall call, RuntimeException failure) {
        call.failed(failure);
        if (!call.isUnknown() && FailureClassifier.isRefused(failure)) {
            return NextStep.continueWith(call, planner.plan(call.subsumed(), call));
        }
        call.subsumed().forEach(pending -> pending.failed(failure));
        return NextStep.complete(call);
    }

    /** What follows for other calls of its batch once the call is no longer running and its continuations are ready. */
    NextStep afterEnd(BulkCall call) {
        return budget.onEnded(call);
    }
}
