package ai.extracta.deletions.internal.call;

import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Timeouts of all attempts, kept in an ordered list with one timer task for the earliest. Almost all are cancelled;
 * scheduling each one separately is measurably slower (decision 030).
 */
final class DeadlineQueue {

    private final Scheduler timer;

    private final Object lock = new Object();
    private @Nullable Deadline first;
    private @Nullable Deadline last;
    private Disposable armed = Disposables.disposed();
    private long armedFor;
    private boolean closed;

    DeadlineQueue(Scheduler timer) {
        this.timer = timer;
    }

    /** Scheduled at most once. */
    abstract static class Deadline {

        private long at;
        private @Nullable Deadline earlier;
        private @Nullable Deadline later;
        private boolean isPending;

        /** Called on the timer unless this was cancelled before. */
        protected abstract void onTimeout();
    }

    void schedule(Deadline deadline, long nanos) {
        synchronized (lock) {
            if (closed) {
                throw new RejectedExecutionException("the client is closed");
            }
            deadline.at = now() + nanos;
            deadline.isPending = true;
            insert(deadline);
            if (armed.isDisposed() || deadline.at - armedFor < 0) {
                armOrRemove(deadline);
            }
        }
    }

    /** Rethrows what the timer throws if it accepts no task. */
    private void armOrRemove(Deadline deadline) {
        try {
            arm();
        } catch (Throwable rejected) {
            remove(deadline);
            throw rejected;
        }
    }

    /**
     * Schedules a task for each deadline, so that the timer can be shut down: calls on a borrowed transport keep their
     * deadlines. From now on the tasks are cancelled as soon as no deadline is left, and no other is accepted.
     */
    void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            armed.dispose();
            Disposable.Composite tasks = Disposables.composite();
            for (Deadline deadline = first; deadline != null; deadline = deadline.later) {
                tasks.add(schedule(deadline.at));
            }
            armed = tasks;
            disarmIfUnused();
        }
    }

    private Disposable schedule(long at) {
        return timer.schedule(this::fire, Math.max(0, at - now()), TimeUnit.NANOSECONDS);
    }

    private void disarmIfUnused() {
        if (closed && first == null) {
            armed.dispose();
        }
    }

    /** Has no effect on a deadline that has expired or was never scheduled. */
    void cancel(Deadline deadline) {
        synchronized (lock) {
            remove(deadline);
            disarmIfUnused();
        }
    }

    /** Searches from the end: most timeouts are equally long, so a new one is usually the last. */
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
        armed = schedule(armedFor);
    }

    /** One per task, with the next task already scheduled, so that another timer thread can run it meanwhile. */
    private void fire() {
        Deadline expired = null;
        try {
            synchronized (lock) {
                expired = takeExpired();
                if (first != null && !closed) {
                    arm();
                }
            }
        } finally { // even if the timer accepts no task
            if (expired != null) {
                expired.onTimeout();
            }
        }
    }

    private @Nullable Deadline takeExpired() {
        if (!closed) {
            armed = Disposables.disposed();
        }
        Deadline earliest = first;
        if (earliest == null || earliest.at - now() > 0) {
            return null;
        }
        remove(earliest);
        return earliest;
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
