package ai.extracta.deletions.spring;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** Remembers how the last call ended, without what it was about. */
final class LastCallListener implements DeletionListener, CallListener {

    /** The outcome is that of a failure or a cancelled call, or the confirmation of a receipt. */
    record LastCall(Enum<?> outcome, Instant endedAt) {}

    private volatile @Nullable LastCall last;

    Optional<LastCall> last() {
        return Optional.ofNullable(last);
    }

    @Override
    public CallListener callStarted(DeletionRequest request, ContextView context) {
        return this;
    }

    @Override
    public void succeeded(DeletionReceipt receipt) {
        ended(receipt.confirmation());
    }

    @Override
    public void failed(DeletionException failure) {
        ended(failure.outcome());
    }

    @Override
    public void cancelled(Outcome outcome) {
        ended(outcome);
    }

    private void ended(Enum<?> outcome) {
        last = new LastCall(outcome, Instant.now());
    }
}
