package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A queue of constant length: one call joins, the call in flight completes, and the head of the queue is sent. */
public class QueuedCallersBenchmark extends CoreBenchmark {

    @Param({"1", "16", "256", "1024", "4096"})
    private int waiting;

    private final ManualTransport transport = new ManualTransport();
    private final ClassificationDeletions deletions =
            clientOver(transport).maxInFlight(1).build();
    private final LastValueSubscriber<DeletionReceipt> receipt = new LastValueSubscriber<>();

    /** One call in flight, the others in the queue. */
    @Setup
    public void fillQueue() {
        for (int i = 0; i <= waiting; i++) {
            enqueue();
        }
    }

    @Benchmark
    public DeletionReceipt enqueueAndRespond() {
        enqueue();
        transport.nextResponse();
        return receipt.takeValue();
    }

    private void enqueue() {
        deletions.deleteBatch("cls-1", "batch-7").subscribe(receipt);
    }
}
