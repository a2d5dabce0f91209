package ai.extracta.deletions.kafka;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tasks of any thread that the worker's thread runs, so that what they access needs no locks. */
final class TaskQueue {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    void add(Runnable task) {
        tasks.add(task);
    }

    /** Waits for a task and runs all there are. */
    void run(long maxWaitNanos) throws InterruptedException {
        @Nullable Runnable task = tasks.poll(Math.max(0, maxWaitNanos), TimeUnit.NANOSECONDS);
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }
}
