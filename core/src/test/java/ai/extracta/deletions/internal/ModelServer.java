package ai.extracta.deletions.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * A server in virtual time: so many workers, each busy for about the same time with one request; what they cannot take waits in
 * a queue; what the queue cannot take is refused. For use by one thread.
 */
final class ModelServer {

    static final class Refusal extends RuntimeException implements Load.Report {

        private static final long serialVersionUID = 1L;

        Refusal() {
            super("429", null, false, false);
        }

        @Override
        public Load load() {
            return Load.REFUSED;
        }
    }

    private final Scheduler time;
    private final Random random = new Random(20261122);
    private final Deque<MonoSink<String>> queue = new ArrayDeque<>();
    private int workers;
    private int longestQueue;
    private Duration service = Duration.ofMillis(100);
    private double noise;
    private int busy;

    int served;
    int refused;

    ModelServer(Scheduler time, int workers, int longestQueue) {
        this.time = time;
        this.workers = workers;
        this.longestQueue = longestQueue;
    }

    /** Makes service times differ: at most by this part of the usual time. */
    ModelServer noise(double part) {
        noise = part;
        return this;
    }

    void workers(int changed) {
        workers = changed;
    }

    void service(Duration changed) {
        service = changed;
    }

    Mono<String> call() {
        return Mono.create(sink -> {
            if (busy < workers) {
                serve(sink);
            } else if (queue.size() < longestQueue) {
                queue.add(sink);
            } else {
                refused++;
                time.schedule(() -> sink.error(new Refusal()), 1, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void serve(MonoSink<String> sink) {
        busy++;
        double factor = 1 + noise * (2 * random.nextDouble() - 1);
        time.schedule(() -> served(sink), (long) (service.toNanos() * factor), TimeUnit.NANOSECONDS);
    }

    private void served(MonoSink<String> sink) {
        busy--;
        served++;
        while (busy < workers && !queue.isEmpty()) {
            serve(queue.remove());
        }
        sink.success("done");
    }
}
