package ai.extracta.deletions.ledger;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.NonBlocking;

/** The threads on which a ledger notifies its subscribers; one that blocks delays neither the writer nor the others. */
final class SignalThreads {

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
    private final ExecutorService executor;

    /** Signals not delivered yet, plus one until {@link #shutdown}. */
    private final AtomicInteger pending = new AtomicInteger(1);

    /** Scheduled like Reactor's own: BlockHound does not take its idle threads for blocked ones. */
    SignalThreads() {
        this(factory -> Executors.newScheduledThreadPool(COUNT, factory));
    }

    SignalThreads(Function<ThreadFactory, ExecutorService> executor) {
        this.executor = executor.apply(this::newThread);
    }

    private Thread newThread(Runnable task) {
        Thread thread = new SignalThread(task, created.incrementAndGet());
        threads.add(thread);
        return thread;
    }

    /**
     * Delivers a signal, which calls {@link #onDelivered} in the end. If it cannot be passed on, for instance because
     * the heap is exhausted, it is delivered on this thread.
     */
    void deliverLater(Runnable signal) {
        pending.incrementAndGet();
        try {
            executor.execute(signal);
        } catch (Throwable notPassedOn) {
            deliver(signal);
        }
    }

    private static void deliver(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable thrownBySubscriber) {
            // Ignored, as the executor does: the other signals must be delivered.
        }
    }

    /** Called once by each signal; without an allocation, as there may be no memory for it. */
    void onDelivered() {
        if (pending.decrementAndGet() == 0) {
            executor.shutdownNow(); // its threads are idle
        }
    }

    /**
     * Ends the threads as soon as all signals are delivered, and not by an orderly shutdown: in that, they lock the
     * queue before they end, which BlockHound takes for blocking and interrupts.
     */
    void shutdown() {
        onDelivered();
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
