package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.model.DeletionReceipt;
import org.openjdk.jmh.annotations.Benchmark;

/** One complete call, from the method of the client to the receipt. */
public class OneCallBenchmark extends CoreBenchmark {

    private final ClassificationDeletions defaultClient =
            clientOver(new InMemoryTransport()).build();
    private final ClassificationDeletions bareClient =
            clientOver(new InMemoryTransport()).retryPolicy(RetryPolicy.none()).build();
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
