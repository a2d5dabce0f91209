package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which refused calls for several files are bisected, batch by batch. A batch whose files are all refused must
 * not cost two calls for each of them, and a file that can be deleted must not stay because of another one.
 *
 * <p>Calls whose outcome was unknown before they were sent are not tracked: they are always bisected.
 */
final class BisectionBudget {

    private static final int MAX_REMEMBERED = 1_000;

    private final Map<DeleteBatch, BatchRefusals> active = new HashMap<>();
    private final Map<DeleteBatch, BatchRefusals> allRefused = new LinkedHashMap<>();

    private static boolean isTracked(BulkCall call) {
        return call.request() instanceof DeleteFiles && !call.isUnknown();
    }

    private BatchRefusals refusalsOf(BulkCall call) {
        return Objects.requireNonNull(active.get(((DeleteFiles) call.request()).batch()));
    }

    /** The call is about to be sent; {@link #onEnded} follows. */
    void onReady(BulkCall call) {
        if (isTracked(call)) {
            DeleteBatch batch = ((DeleteFiles) call.request()).batch();
            active.computeIfAbsent(batch, this::recall).onReady();
        }
    }

    private BatchRefusals recall(DeleteBatch batch) {
        BatchRefusals known = allRefused.remove(batch);
        return known == null ? new BatchRefusals() : known;
    }

    void onRefused(BulkCall call, ResponseException refusal) {
        if (isTracked(call)) {
            refusalsOf(call).onRefused(call, refusal);
        }
    }

    void onOtherwiseEnded(BulkCall call) {
        if (isTracked(call)) {
            refusalsOf(call).onOtherwiseEnded();
        }
    }

    /** Returns whether the call waits for a later {@link #onEnded} instead of being bisected at once. */
    boolean defer(BulkCall call, ResponseException refusal) {
        return isTracked(call) && call.isWhole() && refusalsOf(call).defer(call, refusal);
    }

    /** Returns what follows for the deferred calls of the batch. */
    NextStep onEnded(BulkCall call) {
        if (!isTracked(call)) {
            return NextStep.NONE;
        }
        DeleteBatch batch = ((DeleteFiles) call.request()).batch();
        BatchRefusals refusals = refusalsOf(call);
        NextStep next = refusals.onEnded();
        if (refusals.isIdle() && next.continuations().isEmpty()) {
            active.remove(batch);
            remember(batch, refusals);
        }
        return next;
    }

    private void remember(DeleteBatch batch, BatchRefusals refusals) {
        if (refusals.isAllRefused()) {
            if (allRefused.size() == MAX_REMEMBERED) {
                allRefused.remove(allRefused.keySet().iterator().next());
            }
            allRefused.put(batch, refusals);
        }
    }

    /** Bisects all deferred calls. */
    NextStep bisectDeferred() {
        List<BulkCall> completed = new ArrayList<>();
        List<BulkCall> continuations = new ArrayList<>();
        for (BatchRefusals refusals : active.values()) {
            NextStep next = refusals.bisectDeferred();
            completed.addAll(next.completed());
            continuations.addAll(next.continuations());
        }
        return new NextStep(completed, continuations);
    }
}
