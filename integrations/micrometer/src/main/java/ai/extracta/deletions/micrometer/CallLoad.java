package ai.extracta.deletions.micrometer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** How many calls are queued and how many attempts are in flight, and how long each was queued. Thread-safe. */
final class CallLoad {

    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<LongConsumer> queueTimes = new CopyOnWriteArrayList<>();

    void measureQueueTime(LongConsumer nanos) {
        queueTimes.add(nanos);
    }

    boolean isMeasured() {
        return !queueTimes.isEmpty();
    }

    void queued() {
        queued.incrementAndGet();
    }

    void dequeued() {
        queued.decrementAndGet();
    }

    void started(long nanos) {
        queued.decrementAndGet();
        inFlight.incrementAndGet();
        queueTimes.forEach(queueTime -> queueTime.accept(nanos));
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    int queuedCalls() {
        return queued.get();
    }

    int attemptsInFlight() {
        return inFlight.get();
    }
}
