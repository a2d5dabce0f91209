package ai.extracta.deletions.internal.call;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The timer of one client. Reactor's global schedulers would not do: anybody may block, replace or shut them down, and
 * no deadline would pass any more (decision 034).
 *
 * @param release ends the daemon threads once nothing is scheduled any more
 */
public record ClientTimer(Scheduler scheduler, Runnable release) {

    /** The second one runs timeouts while a subscriber blocks the first. */
    private static final int THREADS = 2;

    /** Starts no thread before something is scheduled. */
    public static ClientTimer create() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, TimerThread::new);
        executor.setRemoveOnCancelPolicy(true);
        return new ClientTimer(Schedulers.fromExecutorService(executor), executor::shutdown);
    }

    /** Makes {@code block()} on it fail immediately. */
    private static final class TimerThread extends Thread implements NonBlocking {

        TimerThread(Runnable task) {
            super(null, task, "extracta-deletions-timer", 0, false);
            setDaemon(true);
            setContextClassLoader(null);
        }
    }
}
