package ai.extracta.deletions.benchmarks.driver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Completes calls on its own thread, and fails from a certain call on. */
final class FakeContender implements Contender {

    final Set<Integer> callers = ConcurrentHashMap.newKeySet();
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger maxInFlight = new AtomicInteger();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final int failsFrom;

    FakeContender(int failsFrom) {
        this.failsFrom = failsFrom;
    }

    @Override
    public Contender ofCaller(int caller) {
        callers.add(caller);
        return this;
    }

    @Override
    public void send(Completion completion) {
        maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        loop.execute(() -> {
            inFlight.decrementAndGet();
            completion.complete(calls.incrementAndGet() < failsFrom ? 200 : 500, Target.RESPONSE.length());
        });
    }

    @Override
    public void sendAndWait() throws ExecutionException, InterruptedException {
        maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        Future<?> response = loop.submit(() -> {
            inFlight.decrementAndGet();
            Target.requireExpected(calls.incrementAndGet() < failsFrom ? 200 : 500, Target.RESPONSE.length());
        });
        response.get();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
