package ai.extracta.deletions.benchmarks.driver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * The number of concurrent calls.
 *
 * @param concurrency the number of closed loops, or of blocking threads if negative
 */
record LoadProfile(int concurrency) {

    /** Enough to open all connections, which some clients close when idle. */
    private static final Duration WARM_UP = Duration.ofMillis(200);

    LoadProfile {
        if (concurrency == 0) {
            throw new IllegalArgumentException("the concurrency must not be 0");
        }
    }

    /** Measures the contender with open connections and a collected heap. */
    Sample run(Contender contender, Duration duration) throws InterruptedException {
        measure(contender, WARM_UP);
        System.gc();
        return measure(contender, duration);
    }

    Sample measure(Contender contender, Duration duration) throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        ResourceUsage usage = new ResourceUsage();
        Recorder recorder = new Recorder(Math.abs(concurrency), duration);
        if (concurrency > 0) {
            IntStream.range(0, concurrency)
                    .mapToObj(caller -> new ClosedLoop(contender.ofCaller(caller), recorder))
                    .forEach(ClosedLoop::start);
        } else {
            IntStream.range(0, -concurrency).forEach(i -> startCaller(i, contender.ofCaller(i), recorder, released));
        }
        try {
            recorder.await();
            return recorder.sample(usage);
        } finally {
            released.countDown();
        }
    }

    /** The thread lives until it is released, since the allocations of a dead thread cannot be read. */
    private static void startCaller(int number, Contender contender, Recorder recorder, CountDownLatch released) {
        Thread thread = new Thread(
                () -> {
                    call(contender, recorder);
                    awaitRelease(released);
                },
                "caller-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    private static void call(Contender contender, Recorder recorder) {
        try {
            long sentAt = System.nanoTime();
            boolean more = true;
            while (more) {
                contender.sendAndWait();
                long now = System.nanoTime();
                more = recorder.recordResponse(sentAt, now);
                sentAt = now;
            }
        } catch (Exception e) {
            recorder.failed(e);
        } finally {
            recorder.callerFinished();
        }
    }

    private static void awaitRelease(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
