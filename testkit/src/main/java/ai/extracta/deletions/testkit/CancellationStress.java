package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.StressExchange.End;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Thousands of calls on one transport from several threads, most of them cancelled at random moments. */
final class CancellationStress {

    private static final int THREADS = 4;
    private static final int CONCURRENCY_PER_THREAD = 16;
    private static final int PERCENT_CANCELLED = 70;
    private static final int MAX_CANCEL_DELAY_MICROS = 15_000;

    /** Long enough that some calls are sent before they are cancelled, also on a slow machine. */
    private static final int MAX_LATE_CANCEL_DELAY_MICROS = 100_000;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final HttpTransport transport;
    private final URI uri;
    private final Queue<StressExchange> exchanges = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService canceller = Executors.newScheduledThreadPool(2);

    private CancellationStress(HttpTransport transport, URI uri) {
        this.transport = transport;
        this.uri = uri;
    }

    /** Returns when every call has ended. */
    static List<StressExchange> run(HttpTransport transport, URI uri, int count) throws InterruptedException {
        CancellationStress stress = new CancellationStress(transport, uri);
        try {
            stress.runThreads(count / THREADS);
            return List.copyOf(stress.exchanges);
        } finally {
            stress.canceller.shutdownNow();
        }
    }

    static TransportRequest request(URI uri, StressExchange exchange) {
        ByteBuffer body = ByteBuffer.wrap(exchange.id().getBytes(StandardCharsets.UTF_8));
        return new TransportRequest("DELETE", uri, Headers.of("accept", "text/plain"), body, exchange);
    }

    private void runThreads(int exchangesPerThread) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        Semaphore finished = new Semaphore(0);
        for (int i = 0; i < THREADS; i++) {
            String name = "storm-" + i;
            threads.add(new Thread(() -> send(name, exchangesPerThread, finished), name));
        }
        threads.forEach(Thread::start);
        boolean inTime = finished.tryAcquire(THREADS, TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        threads.forEach(Thread::interrupt);
        if (!inTime) {
            throw new IllegalStateException("calls never ended, among them "
                    + exchanges.stream()
                            .filter(exchange -> !isTerminated(exchange))
                            .limit(5)
                            .toList());
        }
    }

    private static boolean isTerminated(StressExchange exchange) {
        return List.of(End.values()).stream().anyMatch(exchange::endedWith);
    }

    private void send(String name, int count, Semaphore finished) {
        Semaphore permits = new Semaphore(CONCURRENCY_PER_THREAD);
        try {
            for (int i = 0; i < count; i++) {
                permits.acquire();
                send(new StressExchange(name + "-call-" + i, permits::release));
            }
            permits.acquire(CONCURRENCY_PER_THREAD);
            finished.release();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(StressExchange exchange) {
        exchanges.add(exchange);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean cancelled = random.nextInt(100) < PERCENT_CANCELLED;
        int delayMicros =
                random.nextInt(random.nextInt(10) == 0 ? MAX_LATE_CANCEL_DELAY_MICROS : MAX_CANCEL_DELAY_MICROS);
        transport.exchange(request(uri, exchange)).subscribe(exchange);
        if (cancelled) {
            Future<?> ignored = canceller.schedule(exchange::cancelNow, delayMicros, TimeUnit.MICROSECONDS);
        }
    }
}
