package ai.extracta.deletions.internal.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Gathers entries into windows: full ones, or such as are due and would not have to wait for a call any more. */
final class Windows {

    private final int size;
    private final Duration linger;
    private final Scheduler timer;
    private final Runnable onDue;
    private final Queue<List<Entry>> closed = new ArrayDeque<>();
    private final Disposable.Swap lingering = Disposables.swap();
    private List<Entry> open = new ArrayList<>();
    private long number;
    private volatile long due = -1;

    Windows(int size, Duration linger, Scheduler timer, Runnable onDue) {
        this.size = size;
        this.linger = linger;
        this.timer = timer;
        this.onDue = onDue;
    }

    void add(Entry entry) {
        open.add(entry);
        if (open.size() == size) {
            close();
        } else if (open.size() == 1) {
            linger(number);
        }
    }

    private void linger(long current) {
        if (linger.isZero()) {
            due = current;
            return;
        }
        lingering.replace(timer.schedule(
                () -> {
                    due = current;
                    onDue.run();
                },
                linger.toNanos(),
                TimeUnit.NANOSECONDS));
    }

    /** Closes the window if it is due. */
    void closeIfDue() {
        if (due == number) {
            close();
        }
    }

    /** Closes the window if there is anything in it. */
    void close() {
        if (!open.isEmpty()) {
            stopLingering();
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

    List<Entry> takeClosed() {
        return closed.remove();
    }

    void stopLingering() {
        lingering.replace(Disposables.disposed());
    }
}
