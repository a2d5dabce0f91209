package ai.extracta.deletions.internal.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Buffers requests into windows that close when full, or when {@code linger} has passed and a call slot is free. */
final class WindowBuffer {

    private final int size;
    private final Duration linger;
    private final Scheduler timer;
    private final Executor executor;
    private final Queue<List<PendingRequest>> closed = new ArrayDeque<>();
    private final Disposable.Swap lingering = Disposables.swap();
    private List<PendingRequest> open = new ArrayList<>();
    private long number;
    private long due = -1;

    WindowBuffer(int size, Duration linger, Scheduler timer, Executor executor) {
        this.size = size;
        this.linger = linger;
        this.timer = timer;
        this.executor = executor;
    }

    void add(PendingRequest request) {
        open.add(request);
        if (open.size() == size) {
            close();
        } else if (open.size() == 1) {
            startLinger(number);
        }
    }

    /** By number: a cancelled task may stay with the timer for a while, and must not keep the window in memory. */
    private void startLinger(long current) {
        if (linger.isZero()) {
            due = current;
            return;
        }
        try {
            lingering.replace(timer.schedule(
                    () -> executor.execute(() -> due = current), linger.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException timerIsClosed) {
            due = current;
        }
    }

    void closeIfDue() {
        if (due == number) {
            close();
        }
    }

    void close() {
        if (!open.isEmpty()) {
            cancelLinger();
            closed.add(open);
            open = new ArrayList<>();
            number++;
        }
    }

    boolean hasClosed() {
        return !closed.isEmpty();
    }

    boolean isEmpty() {
        return open.isEmpty() && closed.isEmpty();
    }

    List<PendingRequest> takeClosed() {
        return closed.remove();
    }

    void cancelLinger() {
        lingering.replace(Disposables.disposed());
    }
}
