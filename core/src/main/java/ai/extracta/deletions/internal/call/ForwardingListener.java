package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes every event that returns nothing to one method. */
abstract class ForwardingListener implements CallListener {

    abstract void forward(String event, Consumer<CallListener> action);

    /** An event between the start and the end of an attempt. */
    void forwardDuring(int attempt, String event, Consumer<CallListener> action) {
        forward(event, action);
    }

    /** The last event of the call, with the outcome of an attempt that has not ended. */
    void forwardLast(
            Outcome outcome, Optional<DeletionException> failure, String event, Consumer<CallListener> action) {
        forward(event, action);
    }

    @Override
    public final void waiting() {
        forward("waiting", CallListener::waiting);
    }

    @Override
    public void attemptStarted(int attempt) {
        forward("attemptStarted", listener -> listener.attemptStarted(attempt));
    }

    @Override
    public final void attemptSent(int attempt) {
        forwardDuring(attempt, "attemptSent", listener -> listener.attemptSent(attempt));
    }

    @Override
    public final void attemptAnswered(int attempt, int status) {
        forwardDuring(attempt, "attemptAnswered", listener -> listener.attemptAnswered(attempt, status));
    }

    @Override
    public void attemptEnded(AttemptResult result) {
        forward("attemptEnded", listener -> listener.attemptEnded(result));
    }

    @Override
    public final void retrying(DeletionException failure, Duration delay) {
        forward("retrying", listener -> listener.retrying(failure, delay));
    }

    @Override
    public final void succeeded(DeletionReceipt receipt) {
        forwardLast(Outcome.UNKNOWN, Optional.empty(), "succeeded", listener -> listener.succeeded(receipt));
    }

    @Override
    public final void failed(DeletionException failure) {
        forwardLast(failure.outcome(), Optional.of(failure), "failed", listener -> listener.failed(failure));
    }

    @Override
    public final void cancelled(Outcome outcome) {
        forwardLast(outcome, Optional.empty(), "cancelled", listener -> listener.cancelled(outcome));
    }
}
