package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call on behalf of several requests. Calls that continue another one form a tree with it. */
final class BulkCall {

    private final DeletionRequest request;
    private final List<CallItem> items;
    private final List<PendingRequest> subsumed;
    private final Outcome outcomeBefore;
    private final BulkCall root;

    /** Of a root: the calls of its tree that have not completed. */
    private int incomplete;

    /** Of a root: the earlier ones that must complete before it may start. */
    private int blockers;

    private final List<BulkCall> blocked = new ArrayList<>(0);
    private @Nullable DeletionRequest subsumedBy;

    /** Continues the parent, or is the root of a new tree without one. */
    BulkCall(
            DeletionRequest request,
            List<CallItem> items,
            List<PendingRequest> subsumed,
            Outcome outcomeBefore,
            @Nullable BulkCall parent) {
        this.request = request;
        this.items = items;
        this.subsumed = subsumed;
        this.outcomeBefore = outcomeBefore;
        this.root = parent == null ? this : parent.root;
        this.root.incomplete++;
    }

    DeletionRequest request() {
        return request;
    }

    /** Those that get no call of their own because this one encloses them. */
    List<PendingRequest> subsumed() {
        return subsumed;
    }

    /** All requests that depend on this call, each once. */
    List<PendingRequest> requests() {
        List<PendingRequest> requests = new ArrayList<>(subsumed.size() + items.size());
        requests.addAll(subsumed);
        boolean isDistinct = subsumed.isEmpty();
        for (CallItem item : items) {
            for (PendingRequest pending : item.requests()) {
                requests.add(pending);
                isDistinct &= pending.hasOnePart();
            }
        }
        return isDistinct ? requests : List.copyOf(new LinkedHashSet<>(requests));
    }

    /** An earlier attempt whose outcome is not known may have deleted all of it. */
    boolean isUnknown() {
        return outcomeBefore == Outcome.UNKNOWN;
    }

    boolean canBeSplit() {
        return items.size() > 1;
    }

    /** Whether it is not a part of a call that was refused. */
    boolean isWhole() {
        return outcomeBefore == Outcome.NOT_SENT;
    }

    /** How many files it names. */
    int size() {
        return items.size();
    }

    /** Continues this call in two halves. */
    List<BulkCall> halves(Outcome outcome) {
        Outcome before = outcome.compareTo(outcomeBefore) > 0 ? outcome : outcomeBefore;
        int half = items.size() / 2;
        return List.of(subset(items.subList(0, half), before), subset(items.subList(half, items.size()), before));
    }

    /** Continues this refused call with its first and its last file, each by itself. */
    List<BulkCall> ends() {
        int last = items.size() - 1;
        return List.of(
                subset(items.subList(0, 1), Outcome.REFUSED), subset(items.subList(last, last + 1), Outcome.REFUSED));
    }

    /** Continues this refused call with all files but the first and the last. */
    BulkCall withoutEnds() {
        return subset(items.subList(1, items.size() - 1), Outcome.REFUSED);
    }

    private BulkCall subset(List<CallItem> subset, Outcome before) {
        DeleteFiles files = (DeleteFiles) request;
        List<String> fileIds = subset.stream().map(CallItem::fileId).toList();
        DeleteFiles fewer = new DeleteFiles(files.classificationId(), files.batchId(), fileIds);
        return new BulkCall(fewer, subset, List.of(), before, this);
    }

    void deleted(DeletionReceipt receipt) {
        items.forEach(item -> item.requests().forEach(pending -> pending.partDeleted(receipt)));
        subsumed.forEach(pending -> pending.subsumed(request));
        blocked.stream()
                .filter(later -> later.request.enclosing().contains(request))
                .forEach(later -> later.subsumedBy = request);
    }

    /** Leaves the subsumed requests to the caller. */
    void failed(RuntimeException failure) {
        failed(failure, outcomeBefore);
    }

    /** The outcome before is unknown if an earlier call or another writer may have deleted it. */
    void failed(RuntimeException failure, Outcome before) {
        items.forEach(item -> item.failed(failure, before));
    }

    /** Continues this refused call with the files that any of the requests names; the others have failed. */
    List<BulkCall> failedExcept(Set<DeletionRequest> started, RuntimeException failure) {
        List<CallItem> again = new ArrayList<>();
        for (CallItem item : items) {
            if (item.isOf(started)) {
                again.add(item);
            } else {
                item.failed(failure, outcomeBefore);
            }
        }
        return again.isEmpty() ? List.of() : List.of(subset(again, Outcome.UNKNOWN));
    }

    /** The distinct requests whose files, batch or classification it names. */
    List<DeletionRequest> itemRequests() {
        return items.stream()
                .flatMap(item -> item.requests().stream())
                .map(PendingRequest::request)
                .distinct()
                .toList();
    }

    /** The enclosing deletion that completed while this call was blocked, if any. */
    @Nullable DeletionRequest subsumedBy() {
        return subsumedBy;
    }

    BulkCall root() {
        return root;
    }

    /** Returns whether the whole tree has completed. */
    boolean complete() {
        return --root.incomplete == 0;
    }

    void blockBy(BulkCall earlier) {
        blockers++;
        earlier.blocked.add(this);
    }

    boolean isBlocked() {
        return blockers > 0;
    }

    /** Returns the calls that are no longer blocked. */
    List<BulkCall> unblock() {
        return blocked.stream().filter(later -> --later.blockers == 0).toList();
    }
}
