package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.limit.SerialExecutor;
import ai.extracta.deletions.transport.Headers;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import reactor.util.context.Context;

/**
 * Serialises the events of one call: one at a time, every attempt ended before the call ends, and nothing afterwards. A
 * cancel can come from any thread at any time; a thread that finds another one emitting leaves its event to that
 * thread.
 */
final class SerializedListener extends ForwardingListener {

    private final CallListener listener;
    private final SafeListener safe;
    private final SerialExecutor executor = new SerialExecutor();
    private final String transport;
    private final String host;
    private volatile Context context;
    private int activeAttempt;
    private boolean ended;

    SerializedListener(CallListener listener, SafeListener safe, Context context, String transport, String host) {
        this.listener = listener;
        this.safe = safe;
        this.context = context;
        this.transport = transport;
        this.host = host;
    }

    @Override
    public Context context(Context context) {
        RestoredContext.run(
                context, () -> this.context = safe.call("context", () -> listener.context(context), context));
        return this.context;
    }

    @Override
    public void attemptStarted(int attempt) {
        emit("attemptStarted", () -> {
            activeAttempt = attempt;
            listener.attemptStarted(attempt);
        });
    }

    /** None if another thread is emitting: only a cancel comes from one, and then nothing is sent. */
    @Override
    public Headers attemptHeaders(int attempt, URI uri) {
        Headers[] headers = {Headers.of()};
        forwardDuring(
                attempt,
                "attemptHeaders",
                receiver -> headers[0] =
                        safe.call("attemptHeaders", () -> receiver.attemptHeaders(attempt, uri), headers[0]));
        return headers[0];
    }

    @Override
    public void attemptEnded(AttemptResult result) {
        forwardDuring(result.attempt(), "attemptEnded", receiver -> {
            activeAttempt = 0;
            receiver.attemptEnded(result);
        });
    }

    @Override
    void forward(String event, Consumer<CallListener> action) {
        emit(event, () -> action.accept(listener));
    }

    /** A transport may report progress of an attempt that has just been cancelled. */
    @Override
    void forwardDuring(int attempt, String event, Consumer<CallListener> action) {
        emit(event, () -> {
            if (activeAttempt == attempt) {
                action.accept(listener);
            }
        });
    }

    /** One event for both ends: between two events, an attempt could start that never ends. */
    @Override
    void forwardLast(
            Outcome outcome, Optional<DeletionException> failure, String event, Consumer<CallListener> action) {
        emit(event, () -> {
            safe.run("attemptEnded", () -> endAttempt(outcome, failure));
            ended = true;
            action.accept(listener);
        });
    }

    private void endAttempt(Outcome outcome, Optional<DeletionException> failure) {
        int attempt = activeAttempt;
        activeAttempt = 0;
        if (attempt > 0) {
            listener.attemptEnded(new AttemptResult(
                    attempt,
                    transport,
                    host,
                    OptionalInt.empty(),
                    Optional.of(outcome),
                    failure,
                    failure.flatMap(DeletionException::httpVersion)));
        }
    }

    /** With the thread locals of the call, on whichever thread. */
    private void emit(String name, Runnable action) {
        executor.execute(() -> {
            try {
                if (!ended) {
                    RestoredContext.run(context, () -> safe.run(name, action));
                }
            } catch (Throwable thrown) { // it would leave all later events to a thread that has ended
                safe.report(name, thrown);
            }
        });
    }
}
