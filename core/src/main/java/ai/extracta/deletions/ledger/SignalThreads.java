package ai.extracta.deletions.ledger;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.NonBlocking;

/** The threads on which a ledger notifies its subscribers; one that blocks delays neither the writer nor the others. */
final class SignalThreads implements Executor {

    private static final int COUNT = 4;
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private static final class SignalThread extends Thread implements NonBlocking {

        SignalThread(Runnable task, int number) {
            super(task, "extracta-deletions-ledger-signals-" + number);
            setDaemon(true);
        }
    }

    private final AtomicInteger created = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    /** Scheduled like Reactor's own: BlockHound does not take its idle threads for blocked ones. */
    private final ExecutorService executor = Executors.newScheduledThreadPool(COUNT, this::newThread);

    /** Signals not delivered yet, plus one until {@link #shutdown}. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private Thread newThread(Runnable task) {
        Thread thread = new SignalThread(task, created.incrementAndGet());
        threads.add(thread);
        return thread;
    }

    @Override
    public void execute(Runnable signal) {
        pending.incrementAndGet();
        executor.execute(() -> {
            try {
                signal.run();
            } finally {
                release();
            }
        });
    }

    /** Ends the threads as soon as all signals are delivered. */
    void shutdown() {
        release();
    }

    private void release() {
        if (pending.decrementAndGet() == 0) {
            executor.shutdownNow(); // its threads are idle
        }
    }

    /**
     * Waits for a moment until the threads have ended, unless called by a thread that must not block. Joins them: the
     * executor counts a thread as ended shortly before it is.
     */
    void awaitEnd() throws InterruptedException {
        if (Thread.currentThread() instanceof NonBlocking) {
            return;
        }
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            LOG.debug("A subscriber of a closed ledger is still blocking its thread");
        }
    }
}
