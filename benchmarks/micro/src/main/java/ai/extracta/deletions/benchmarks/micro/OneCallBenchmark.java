package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.model.DeletionReceipt;
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

/** One call with everything on, from the method of the client to the receipt. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class OneCallBenchmark {

    private final ClassificationDeletions defaultClient =
            BenchmarkClients.over(new InMemoryTransport()).build();
    private final ClassificationDeletions bareClient = BenchmarkClients.over(new InMemoryTransport())
            .retryPolicy(RetryPolicy.none())
            .build();
    private final LastValueSubscriber<DeletionReceipt> receipt = new LastValueSubscriber<>();

    @Benchmark
    public DeletionReceipt withDefaults() {
        return deleteBatch(defaultClient);
    }

    @Benchmark
    public DeletionReceipt withoutRetries() {
        return deleteBatch(bareClient);
    }

    private DeletionReceipt deleteBatch(ClassificationDeletions deletions) {
        deletions.deleteBatch("cls-1", "batch-7").subscribe(receipt);
        return receipt.takeValue();
    }
}
