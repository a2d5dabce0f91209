package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Records every event of one call. */
class RecordingListener implements DeletionListener, CallListener {

    final List<String> events = new ArrayList<>();

    @Override
    public CallListener callStarted(DeletionRequest request, ContextView context) {
        events.add("callStarted");
        return this;
    }

    @Override
    public Context context(Context context) {
        events.add("context");
        return context;
    }

    @Override
    public void waiting() {
        events.add("waiting");
    }

    @Override
    public void attemptStarted(int attempt) {
        events.add("attemptStarted " + attempt);
    }

    @Override
    public void attemptSent(int attempt) {
        events.add("attemptSent " + attempt);
    }

    @Override
    public void attemptAnswered(int attempt, int status) {
        events.add("attemptAnswered " + attempt + " " + status);
    }

    @Override
    public void attemptEnded(AttemptResult result) {
        events.add("attemptEnded " + result.attempt());
    }

    @Override
    public void retrying(DeletionException failure, Duration pause) {
        events.add("retrying " + failure.outcome() + " " + pause);
    }

    @Override
    public void succeeded(DeletionReceipt receipt) {
        events.add("succeeded " + receipt.confirmation());
    }

    @Override
    public void failed(DeletionException failure) {
        events.add("failed " + failure.outcome());
    }

    @Override
    public void cancelled(Outcome outcome) {
        events.add("cancelled " + outcome);
    }
}
