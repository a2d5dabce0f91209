package ai.extracta.deletions.internal.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Buffers requests into windows that close when full, or when {@code linger} has passed and a call slot is free. */
final class WindowBuffer {

    private final int size;
    private final Duration linger;
    private final Scheduler timer;
    private final Runnable wakeUp;
    private final Queue<List<PendingRequest>> closed = new ArrayDeque<>();
    private final Disposable.Swap lingering = Disposables.swap();
    private final AtomicLong due = new AtomicLong(-1); // set by the timer
    private List<PendingRequest> open = new ArrayList<>();
    private long number;

    WindowBuffer(int size, Duration linger, Scheduler timer, Runnable wakeUp) {
        this.size = size;
        this.linger = linger;
        this.timer = timer;
        this.wakeUp = wakeUp;
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
            due.set(current);
            return;
        }
        try {
            lingering.replace(timer.schedule(() -> onLingered(current), linger.toNanos(), TimeUnit.NANOSECONDS));
        } catch (Throwable noTimer) { // the client is closed, or there is no memory
            due.set(current);
        }
    }

    private void onLingered(long current) {
        due.accumulateAndGet(current, Math::max);
        wakeUp.run();
    }

    void closeIfDue() {
        if (due.get() == number) {
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
