package ai.extracta.deletions.internal.call;

import java.util.Objects;
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
            deadline.at = now() + nanos;
            deadline.isPending = true;
            insert(deadline);
            if (armed.isDisposed() || deadline.at - armedFor < 0) {
                arm();
            }
        }
    }

    /** Has no effect on a deadline that has expired or was never scheduled. */
    void cancel(Deadline deadline) {
        synchronized (lock) {
            remove(deadline);
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
        armed = timer.schedule(this::fire, Math.max(0, armedFor - now()), TimeUnit.NANOSECONDS);
    }

    /** One per task, with the next task already scheduled, so that another timer thread can run it meanwhile. */
    private void fire() {
        Deadline expired = null;
        synchronized (lock) {
            armed = Disposables.disposed();
            if (first != null && first.at - now() <= 0) {
                expired = first;
                remove(first);
            }
            if (first != null) {
                arm();
            }
        }
        if (expired != null) {
            expired.onTimeout();
        }
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
