package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.StormCall.End;
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
final class Storm {

    private static final int THREADS = 4;
    private static final int AT_ONCE_PER_THREAD = 16;
    private static final int PERCENT_CANCELLED = 70;
    private static final int LONG_PATIENCE_MICROS = 15_000;

    /** Of some, who also on a slow machine are cancelled only after they were sent. */
    private static final int VERY_LONG_PATIENCE_MICROS = 100_000;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final HttpTransport transport;
    private final URI uri;
    private final Queue<StormCall> calls = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService canceller = Executors.newScheduledThreadPool(2);

    private Storm(HttpTransport transport, URI uri) {
        this.transport = transport;
        this.uri = uri;
    }

    /** Returns when every call has ended. */
    static List<StormCall> unleash(HttpTransport transport, URI uri, int calls) throws InterruptedException {
        Storm storm = new Storm(transport, uri);
        try {
            storm.run(calls / THREADS);
            return List.copyOf(storm.calls);
        } finally {
            storm.canceller.shutdownNow();
        }
    }

    static TransportRequest request(URI uri, StormCall call) {
        ByteBuffer body = ByteBuffer.wrap(call.id().getBytes(StandardCharsets.UTF_8));
        return new TransportRequest("DELETE", uri, Headers.of("accept", "text/plain"), body, call);
    }

    private void run(int callsPerThread) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        Semaphore finished = new Semaphore(0);
        for (int i = 0; i < THREADS; i++) {
            String name = "storm-" + i;
            threads.add(new Thread(() -> send(name, callsPerThread, finished), name));
        }
        threads.forEach(Thread::start);
        boolean inTime = finished.tryAcquire(THREADS, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        threads.forEach(Thread::interrupt);
        if (!inTime) {
            throw new IllegalStateException("calls never ended, among them "
                    + calls.stream().filter(call -> !isOver(call)).limit(5).toList());
        }
    }

    private static boolean isOver(StormCall call) {
        return List.of(End.values()).stream().anyMatch(call::ended);
    }

    private void send(String name, int count, Semaphore finished) {
        Semaphore free = new Semaphore(AT_ONCE_PER_THREAD);
        try {
            for (int i = 0; i < count; i++) {
                free.acquire();
                send(new StormCall(name + "-call-" + i, free::release));
            }
            free.acquire(AT_ONCE_PER_THREAD);
            finished.release();
        } catch (InterruptedException tooLate) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(StormCall call) {
        calls.add(call);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean cancelled = random.nextInt(100) < PERCENT_CANCELLED;
        int patience = random.nextInt(random.nextInt(10) == 0 ? VERY_LONG_PATIENCE_MICROS : LONG_PATIENCE_MICROS);
        transport.exchange(request(uri, call)).subscribe(call);
        if (cancelled) {
            Future<?> ignored = canceller.schedule(call::giveUp, patience, TimeUnit.MICROSECONDS);
        }
    }
}
