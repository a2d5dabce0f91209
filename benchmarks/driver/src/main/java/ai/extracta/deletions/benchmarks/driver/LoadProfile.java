package ai.extracta.deletions.benchmarks.driver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many calls are under way at a time.
 *
 * @param concurrency so many closed loops, or, if negative, so many blocking threads
 */
record LoadProfile(int concurrency) {

    /** Enough to open all connections, which some close when they are idle and others keep. */
    private static final Duration WARM_UP = Duration.ofMillis(200);

    LoadProfile {
        if (concurrency == 0) {
            throw new IllegalArgumentException("a concurrency of 0 calls nothing");
        }
    }

    /** Loads the contender for a time, with connections that are open already and a heap that holds no garbage. */
    Sample run(Contender contender, Duration duration) throws InterruptedException {
        measure(contender, WARM_UP);
        System.gc();
        return measure(contender, duration);
    }

    Sample measure(Contender contender, Duration duration) throws InterruptedException {
        return concurrency > 0 ? runLoops(contender, duration) : runThreads(contender, duration);
    }

    private Sample runLoops(Contender contender, Duration duration) throws InterruptedException {
        ResourceUsage usage = new ResourceUsage();
        Recorder recorder = new Recorder(concurrency, duration);
        Stream.generate(() -> new ClosedLoop(contender, recorder))
                .limit(concurrency)
                .forEach(ClosedLoop::start);
        recorder.await();
        return recorder.sample(usage);
    }

    private Sample runThreads(Contender contender, Duration duration) throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        ResourceUsage usage = new ResourceUsage();
        Recorder recorder = new Recorder(-concurrency, duration);
        IntStream.range(0, -concurrency).forEach(i -> start(new BlockingCaller(contender, recorder, released), i));
        try {
            recorder.await();
            return recorder.sample(usage);
        } finally {
            released.countDown();
        }
    }

    private static void start(BlockingCaller caller, int number) {
        Thread thread = new Thread(caller, "caller-" + number);
        thread.setDaemon(true);
        thread.start();
    }
}
