package ai.extracta.deletions.internal.bulk;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one at a time and in order, whichever threads hand them over, without a thread of its own. */
final class Serial {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** Runs the task now, or has it run by the thread that is at it. */
    void run(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        do {
            Objects.requireNonNull(tasks.poll()).run();
        } while (pending.decrementAndGet() != 0);
    }
}
