package ai.extracta.deletions.internal.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * A server in virtual time: a number of workers, each busy for about the same time with one request; excess requests
 * are queued, and refused when the queue is full. For use by one thread.
 */
final class SimulatedServer {

    static final class ThrottledException extends RuntimeException implements LimitSignal.Source {

        private static final long serialVersionUID = 1L;

        ThrottledException() {
            super("429", null, false, false);
        }

        @Override
        public LimitSignal limitSignal() {
            return LimitSignal.THROTTLED;
        }
    }

    private final Scheduler time;
    private final Random random;
    private final Deque<MonoSink<String>> queue = new ArrayDeque<>();
    private int workers;
    private int maxQueueLength;
    private Duration serviceTime = Duration.ofMillis(100);
    private double noise;
    private int busyWorkers;

    int served;
    int throttled;

    SimulatedServer(Scheduler time, int workers, int maxQueueLength) {
        this(time, workers, maxQueueLength, 20261122);
    }

    SimulatedServer(Scheduler time, int workers, int maxQueueLength, long seed) {
        this.random = new Random(seed);
        this.time = time;
        this.workers = workers;
        this.maxQueueLength = maxQueueLength;
    }

    /** Makes service times differ: at most by this part of the usual time. */
    SimulatedServer noise(double part) {
        noise = part;
        return this;
    }

    void workers(int changed) {
        workers = changed;
        serveQueued();
    }

    void serviceTime(Duration changed) {
        serviceTime = changed;
    }

    Mono<String> call() {
        return Mono.create(sink -> {
            if (busyWorkers < workers) {
                serve(sink);
            } else if (queue.size() < maxQueueLength) {
                queue.add(sink);
            } else {
                throttled++;
                time.schedule(() -> sink.error(new ThrottledException()), 1, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void serve(MonoSink<String> sink) {
        busyWorkers++;
        double factor = 1 + noise * (2 * random.nextDouble() - 1);
        time.schedule(() -> served(sink), (long) (serviceTime.toNanos() * factor), TimeUnit.NANOSECONDS);
    }

    private void served(MonoSink<String> sink) {
        busyWorkers--;
        served++;
        serveQueued();
        sink.success("done");
    }

    private void serveQueued() {
        while (busyWorkers < workers && !queue.isEmpty()) {
            serve(queue.remove());
        }
    }
}
