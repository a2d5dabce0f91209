package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.context.Context;

/**
 * The listener of one call, as {@link DeletionListener} promises it: one event at a time, every attempt ended before the call
 * is, and nothing after that. A cancel can come from any thread at any time; whoever finds another event under way leaves its
 * own to that thread.
 */
final class CallListener implements DeletionListener {

    private record Event(String name, Runnable action) {}

    private final DeletionListener listener;
    private final ListenerGuard guard;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private int openAttempt;
    private boolean ended;

    CallListener(DeletionListener listener, ListenerGuard guard) {
        this.listener = listener;
        this.guard = guard;
    }

    @Override
    public Context context(Context context) {
        return guard.call("context", () -> listener.context(context), context);
    }

    @Override
    public void waiting() {
        tell("waiting", listener::waiting);
    }

    @Override
    public void attemptStarted(int attempt) {
        tell("attemptStarted", () -> {
            openAttempt = attempt;
            listener.attemptStarted(attempt);
        });
    }

    @Override
    public void attemptSent(int attempt) {
        tellIfOpen("attemptSent", attempt, () -> listener.attemptSent(attempt));
    }

    @Override
    public void attemptAnswered(int attempt, int status) {
        tellIfOpen("attemptAnswered", attempt, () -> listener.attemptAnswered(attempt, status));
    }

    @Override
    public void attemptEnded(int attempt) {
        tell("attemptEnded", this::endAttempt);
    }

    @Override
    public void retrying(DeletionException failure, Duration pause) {
        tell("retrying", () -> listener.retrying(failure, pause));
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

    /** A transport may say so while the attempt is being given up. */
    private void tellIfOpen(String name, int attempt, Runnable action) {
        tell(name, () -> {
            if (openAttempt == attempt) {
                action.run();
            }
        });
    }

    /** In one go: between two, an attempt could start that never ends. */
    private void end(String name, Runnable action) {
        tell(name, () -> {
            guard.run("attemptEnded", this::endAttempt);
            ended = true;
            action.run();
        });
    }

    private void endAttempt() {
        int attempt = openAttempt;
        openAttempt = 0;
        if (attempt > 0) {
            listener.attemptEnded(attempt);
        }
    }

    private void tell(String name, Runnable action) {
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
            guard.run(next.name(), next.action());
        }
    }
}
