package ai.extracta.deletions.internal.bulk;

import java.util.List;

/**
 * What follows when a call has ended: calls that are complete, calls to send next, and refused calls that are not sent
 * again.
 */
record NextStep(List<BulkCall> completed, List<BulkCall> continuations, List<RefusedCall> refused) {

    static final NextStep NONE = new NextStep(List.of(), List.of());

    NextStep(List<BulkCall> completed, List<BulkCall> continuations) {
        this(completed, continuations, List.of());
    }

    static NextStep settle(List<RefusedCall> refused) {
        return new NextStep(List.of(), List.of(), refused);
    }

    static NextStep complete(BulkCall call) {
        return new NextStep(List.of(call), List.of());
    }

    static NextStep continueWith(BulkCall call, List<BulkCall> continuations) {
        return new NextStep(List.of(call), continuations);
    }
}
