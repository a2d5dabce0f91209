package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One call with many file ids. */
public class FileIdsBenchmark extends CoreBenchmark {

    @Param({"1", "10", "100", "1000", "10000"})
    private int ids;

    private final ClassificationDeletions deletions =
            clientOver(new InMemoryTransport()).build();
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
