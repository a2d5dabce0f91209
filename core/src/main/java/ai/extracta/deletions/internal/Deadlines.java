package ai.extracta.deletions.internal;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * The deadlines of a client's attempts, of which the timer has only the next one. Nearly all are withdrawn long before they pass,
 * and to give each to the timer would cost about as much as all the rest that is done for a call.
 */
public final class Deadlines {

    private final Scheduler timer;

    private final Object lock = new Object();
    private @Nullable Deadline first;
    private @Nullable Deadline last;
    private Disposable armed = Disposables.disposed();
    private long armedFor;

    /**
     * Creates it without deadlines.
     *
     * @param timer tells the time, and on which they pass
     */
    public Deadlines(Scheduler timer) {
        this.timer = timer;
    }

    /** One deadline; started once. */
    public abstract static class Deadline {

        private long at;
        private @Nullable Deadline earlier;
        private @Nullable Deadline later;
        private boolean isPending;

        /** Called on the timer when it has passed, unless it was withdrawn. */
        protected abstract void pass();
    }

    /**
     * Starts a deadline.
     *
     * @param deadline a new one
     * @param nanos when it passes, counted from now
     */
    public void start(Deadline deadline, long nanos) {
        synchronized (lock) {
            deadline.at = now() + nanos;
            deadline.isPending = true;
            insert(deadline);
            if (armed.isDisposed() || deadline.at - armedFor < 0) {
                arm();
            }
        }
    }

    /**
     * Withdraws a deadline: it passes no more, if it has not begun to.
     *
     * @param deadline one that was started, or is never started
     */
    public void withdraw(Deadline deadline) {
        synchronized (lock) {
            remove(deadline);
        }
    }

    /** Nearly all are equally long, so that each new one is the last. */
    private void insert(Deadline deadline) {
        Deadline before = last;
        while (before != null && deadline.at - before.at < 0) {
            before = before.earlier;
        }
        Deadline after = before == null ? first : before.later;
        link(before, deadline);
        link(deadline, after);
    }

    private void remove(Deadline deadline) {
        if (deadline.isPending) {
            deadline.isPending = false;
            link(deadline.earlier, deadline.later);
            deadline.earlier = null;
            deadline.later = null;
        }
    }

    private void link(@Nullable Deadline before, @Nullable Deadline after) {
        if (before == null) {
            first = after;
        } else {
            before.later = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.earlier = before;
        }
    }

    private void arm() {
        armed.dispose();
        armedFor = Objects.requireNonNull(first).at;
        armed = timer.schedule(this::fire, Math.max(0, armedFor - now()), TimeUnit.NANOSECONDS);
    }

    /** One at a time, with the next one armed already, so that another of the timer's threads can take it meanwhile. */
    private void fire() {
        Deadline passed = null;
        synchronized (lock) {
            armed = Disposables.disposed();
            if (first != null && first.at - now() <= 0) {
                passed = first;
                remove(first);
            }
            if (first != null) {
                arm();
            }
        }
        if (passed != null) {
            passed.pass();
        }
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
