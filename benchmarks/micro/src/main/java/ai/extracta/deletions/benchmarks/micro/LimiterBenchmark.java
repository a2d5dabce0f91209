package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.Limiter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Acquires and releases a permit without contention. With a queue: {@link QueuedCallersBenchmark}. */
public class LimiterBenchmark extends CoreBenchmark {

    private static final long MAX_WAIT = TimeUnit.MINUTES.toNanos(1);

    private final Limiter fixed = limiter(Limit.fixed(16));
    private final Limiter adaptive = limiter(Limit.adaptive(16, 64));
    private final Mono<String> source = Mono.just("done");
    private final LastValueSubscriber<String> end = new LastValueSubscriber<>();

    @Benchmark
    public String fixed() {
        return admitted(fixed);
    }

    @Benchmark
    public String adaptive() {
        return admitted(adaptive);
    }

    private String admitted(Limiter limiter) {
        limiter.subscribe(source, MAX_WAIT, end);
        return end.takeValue();
    }

    private static Limiter limiter(Limit limit) {
        return new Limiter(limit, 10_000, Schedulers.parallel(), () -> 0.5);
    }
}
