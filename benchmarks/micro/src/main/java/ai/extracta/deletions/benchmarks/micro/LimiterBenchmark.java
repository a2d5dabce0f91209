package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.Limiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A slot taken and given back by one thread alone. With others in the line: {@link QueuedCallersBenchmark}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LimiterBenchmark {

    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

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
        limiter.limit(source, MAX_WAIT).subscribe(end);
        return end.takeValue();
    }

    private static Limiter limiter(Limit limit) {
        return new Limiter(limit, 10_000, Schedulers.parallel(), () -> 0.5);
    }
}
