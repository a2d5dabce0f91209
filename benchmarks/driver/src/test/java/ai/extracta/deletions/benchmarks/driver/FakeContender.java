package ai.extracta.deletions.benchmarks.driver;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers on a thread of its own, and fails from a certain call on. */
final class FakeContender implements Contender {

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final int failsFrom;

    FakeContender(int failsFrom) {
        this.failsFrom = failsFrom;
    }

    @Override
    public void send(Completion completion) {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        loop.execute(() -> {
            underWay.decrementAndGet();
            completion.answered(calls.incrementAndGet() < failsFrom ? 200 : 500, Target.ANSWER.length());
        });
    }

    @Override
    public void sendAndWait() throws ExecutionException, InterruptedException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        Future<?> answer = loop.submit(() -> {
            underWay.decrementAndGet();
            Target.requireExpected(calls.incrementAndGet() < failsFrom ? 200 : 500, Target.ANSWER.length());
        });
        answer.get();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
