package ai.extracta.deletions.benchmarks.driver;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that is cancelled after a short time, unless it was completed before. */
final class CancelledCall implements Completion {

    /** In percent of all calls. */
    static final int SHARE = Integer.getInteger("benchmark.cancelled", 0);

    private static final long DELAY_MICROS = 300;

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cancels");
        thread.setDaemon(true);
        return thread;
    });

    private final Completion caller;
    private final AtomicBoolean ended = new AtomicBoolean();

    private CancelledCall(Completion caller) {
        this.caller = caller;
    }

    /** The caller is told of the response or of the cancel, whichever is first. */
    static void send(Contender contender, Completion caller, Runnable whenCancelled) {
        CancelledCall call = new CancelledCall(caller);
        Runnable cancel = contender.sendCancellable(call);
        Object unused = TIMER.schedule(
                () -> {
                    if (call.ended.compareAndSet(false, true)) {
                        cancel.run();
                        whenCancelled.run();
                    }
                },
                DELAY_MICROS,
                TimeUnit.MICROSECONDS);
    }

    @Override
    public void succeeded() {
        if (ended.compareAndSet(false, true)) {
            caller.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            caller.failed(failure);
        }
    }
}
