package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.context.Context;

/**
 * Serialises the events of one call: one at a time, every attempt ended before the call ends, and nothing afterwards. A
 * cancel can come from any thread at any time; a thread that finds another one emitting leaves its event to that
 * thread.
 */
final class SerializedListener implements CallListener {

    private record Event(String name, Runnable action) {}

    private final CallListener listener;
    private final SafeListener safe;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private int activeAttempt;
    private boolean ended;

    SerializedListener(CallListener listener, SafeListener safe) {
        this.listener = listener;
        this.safe = safe;
    }

    @Override
    public Context context(Context context) {
        return safe.call("context", () -> listener.context(context), context);
    }

    @Override
    public void waiting() {
        emit("waiting", listener::waiting);
    }

    @Override
    public void attemptStarted(int attempt) {
        emit("attemptStarted", () -> {
            activeAttempt = attempt;
            listener.attemptStarted(attempt);
        });
    }

    @Override
    public void attemptSent(int attempt) {
        emitIfActive("attemptSent", attempt, () -> listener.attemptSent(attempt));
    }

    @Override
    public void attemptAnswered(int attempt, int status) {
        emitIfActive("attemptAnswered", attempt, () -> listener.attemptAnswered(attempt, status));
    }

    @Override
    public void attemptEnded(int attempt) {
        emit("attemptEnded", this::endAttempt);
    }

    @Override
    public void retrying(DeletionException failure, Duration delay) {
        emit("retrying", () -> listener.retrying(failure, delay));
    }

    @Override
    public void succeeded(DeletionReceipt receipt) {
        end("succeeded", () -> listener.succeeded(receipt));
    }

    @Override
    public void failed(DeletionException failure) {
        end("failed", () -> listener.failed(failure));
    }

    @Override
    public void cancelled(Outcome outcome) {
        end("cancelled", () -> listener.cancelled(outcome));
    }

    /** A transport may report progress of an attempt that has just been cancelled. */
    private void emitIfActive(String name, int attempt, Runnable action) {
        emit(name, () -> {
            if (activeAttempt == attempt) {
                action.run();
            }
        });
    }

    /** One event for both ends: between two events, an attempt could start that never ends. */
    private void end(String name, Runnable action) {
        emit(name, () -> {
            safe.run("attemptEnded", this::endAttempt);
            ended = true;
            action.run();
        });
    }

    private void endAttempt() {
        int attempt = activeAttempt;
        activeAttempt = 0;
        if (attempt > 0) {
            listener.attemptEnded(attempt);
        }
    }

    private void emit(String name, Runnable action) {
        events.add(new Event(name, action));
        if (pending.getAndIncrement() == 0) {
            do {
                deliver();
            } while (pending.decrementAndGet() != 0);
        }
    }

    private void deliver() {
        Event next = events.remove();
        if (!ended) {
            safe.run(next.name(), next.action());
        }
    }
}
