package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A slot released while another thread is acquiring one is not lost: no task waits forever. */
class LimiterWakeUpTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Limiter limiter = new Limiter(Limit.fixed(1), 100, VirtualTimeScheduler.create(), () -> 0);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everyQueuedTaskGetsAFreeSlot() throws Exception {
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(threads.submit(this::work));
        }

        for (Future<Integer> worker : workers) {
            assertThat(worker.get(30, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
        }
    }

    private Integer work() {
        int done = 0;
        while (done < ROUNDS) {
            new LimitedMono<>(limiter, Mono.just(done), Duration.ofDays(1)).block(Duration.ofSeconds(20));
            done++;
        }
        return done;
    }
}
