package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes one call after the other with a client, pauses between them, and records how they ended. */
final class SparseCaller implements Completion {

    private final Contender contender;
    private final ScheduledExecutorService timer;
    private final Supplier<Duration> pause;
    private final SparseResult result;
    private long sentAt;

    SparseCaller(Contender contender, ScheduledExecutorService timer, Supplier<Duration> pause, SparseResult result) {
        this.contender = contender;
        this.timer = timer;
        this.pause = pause;
        this.result = result;
    }

    void callAfter(Duration delay) {
        Object unused = timer.schedule(this::call, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void call() {
        sentAt = System.nanoTime();
        contender.send(this);
    }

    @Override
    public void succeeded() {
        result.succeeded(System.nanoTime() - sentAt);
        callAfter(pause.get());
    }

    @Override
    public void failed(Throwable failure) {
        result.failed();
        callAfter(pause.get());
    }
}
