package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call that names many files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FileIdsBenchmark {

    @Param({"1", "10", "100", "1000", "10000"})
    private int ids;

    private final ClassificationDeletions deletions =
            BenchmarkClients.over(new InMemoryTransport()).build();
    private final LastValueSubscriber<DeletionReceipt> receipt = new LastValueSubscriber<>();
    private List<String> fileIds;

    @Setup
    public void nameFiles() {
        fileIds = Requests.fileIds(ids);
    }

    @Benchmark
    public DeletionReceipt deleteFiles() {
        deletions.deleteFiles("cls-1", "batch-7", fileIds).subscribe(receipt);
        return receipt.takeValue();
    }
}
