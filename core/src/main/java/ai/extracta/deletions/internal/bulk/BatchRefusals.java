package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The refusals of one batch. A refused call waits until no other call of the batch is running. If everything of the
 * batch was then refused for one reason, and as many files alone as the call names, it is sampled: its first and its
 * last file are sent alone. If they are refused for that reason too, so are all others, without being sent again. As
 * soon as anything of the batch ends otherwise, all refused calls are bisected.
 */
final class BatchRefusals {

    private final List<RefusedCall> deferred = new ArrayList<>();
    private int active;
    private int refusedAlone;
    private boolean isMixed;
    private @Nullable RefusalReason reason;

    /** A call is about to be sent. */
    void onReady() {
        active++;
    }

    void onRefused(BulkCall call, ResponseException refusal) {
        RefusalReason other = RefusalReason.of(refusal, (DeleteFiles) call.request());
        isMixed |= reason != null && !reason.equals(other);
        reason = other;
        refusedAlone += call.canBeSplit() ? 0 : 1;
    }

    void onOtherwiseEnded() {
        isMixed = true;
    }

    /** Returns whether the call waits instead of being bisected at once. */
    boolean defer(BulkCall call, ResponseException refusal) {
        return !isMixed && deferred.add(new RefusedCall(call, refusal, false));
    }

    NextStep bisectDeferred() {
        return bisect(takeDeferred());
    }

    private List<RefusedCall> takeDeferred() {
        List<RefusedCall> taken = List.copyOf(deferred);
        deferred.clear();
        return taken;
    }

    /** A call that was {@link #onReady ready} has ended; what happens to those that waited for it. */
    NextStep onEnded() {
        active--;
        if (isMixed) {
            return bisectDeferred();
        }
        if (active > 0 || deferred.isEmpty()) {
            return NextStep.NONE;
        }
        RefusedCall largest = deferred.stream()
                .filter(refused -> !refused.isSampled())
                .max(Comparator.comparingInt(refused -> refused.call().size()))
                .orElse(null);
        if (largest == null) {
            return NextStep.settle(takeDeferred());
        }
        if (largest.call().size() > refusedAlone) {
            deferred.remove(largest);
            return bisect(List.of(largest));
        }
        return sample(takeDeferred());
    }

    /** The rest of a sampled call was not sent by itself yet: perhaps the samples were the only bad ones. */
    private static NextStep bisect(List<RefusedCall> calls) {
        List<BulkCall> completed = new ArrayList<>();
        List<BulkCall> continuations = new ArrayList<>();
        for (RefusedCall refused : calls) {
            if (refused.isSampled()) {
                continuations.add(refused.call());
            } else {
                continuations.addAll(refused.call().halves(Outcome.REFUSED));
                completed.add(refused.call());
            }
        }
        return new NextStep(completed, continuations);
    }

    private NextStep sample(List<RefusedCall> calls) {
        List<BulkCall> completed = new ArrayList<>();
        List<BulkCall> samples = new ArrayList<>();
        for (RefusedCall refused : calls) {
            if (refused.isSampled()) {
                deferred.add(refused);
                continue;
            }
            samples.addAll(refused.call().ends());
            if (refused.call().size() > 2) {
                deferred.add(refused.restAfterSamples());
            }
            completed.add(refused.call());
        }
        return new NextStep(completed, samples);
    }

    boolean isIdle() {
        return active == 0;
    }

    /** Whether all calls so far were refused for one reason, some of them for a single file. */
    boolean isAllRefused() {
        return !isMixed && refusedAlone > 0;
    }
}
