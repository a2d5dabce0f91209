package ai.extracta.deletions.benchmarks.driver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Records latencies and failures for all callers of one sample, and signals when it is over. */
final class Recorder {

    /** How much later than planned the last response may arrive. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final long MIN_LATENCY_NANOS = 100;
    private static final long MAX_LATENCY_NANOS = Duration.ofMinutes(2).toNanos();

    private final Histogram latencies = new AtomicHistogram(MIN_LATENCY_NANOS, MAX_LATENCY_NANOS, 3);
    private final LongAdder failures = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final CountDownLatch callers;
    private final long begin = System.nanoTime();
    private final long nanos;

    Recorder(int callers, Duration duration) {
        this.callers = new CountDownLatch(callers);
        this.nanos = duration.toNanos();
    }

    /** Returns whether there is time left for another request. */
    boolean recordResponse(long sentAt, long now) {
        latencies.recordValue(Math.min(now - sentAt, MAX_LATENCY_NANOS));
        return now - begin < nanos;
    }

    /** Records a call that failed although another one was cancelled. Returns whether there is time left. */
    boolean recordLoss(long now) {
        losses.increment();
        return now - begin < nanos;
    }

    void failed(Throwable failure) {
        failures.increment();
        firstFailure.compareAndSet(null, failure);
    }

    void callerFinished() {
        callers.countDown();
    }

    /** Waits for all callers. A failure ends its caller. */
    void await() throws InterruptedException {
        if (!callers.await(nanos + GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException(callers.getCount() + " calls never completed");
        }
    }

    /** Fails if a call failed, which invalidates the figures. */
    Sample sample(ResourceUsage usage) {
        long elapsed = System.nanoTime() - begin;
        Throwable failure = firstFailure.get();
        if (failure != null) {
            throw new IllegalStateException(
                    failures.sum() + " calls failed, " + latencies.getTotalCount() + " did not", failure);
        }
        if (losses.sum() > 0) {
            System.err.println(System.getProperty("benchmark.client") + ": " + losses
                    + " calls failed because others were cancelled, " + latencies.getTotalCount() + " did not");
        }
        return new Sample(
                latencies.getTotalCount(),
                elapsed,
                usage.allocatedBytes(),
                usage.cpuNanos(),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                usage.busiestThreadNanos());
    }
}
