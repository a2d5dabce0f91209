package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call in a line that stays as long as it is: a new one joins at its end, the one in flight is answered, and the first one in
 * the line is sent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QueuedCallersBenchmark {

    @Param({"1", "16", "256", "1024", "4096"})
    private int waiting;

    private final ManualTransport transport = new ManualTransport();
    private final ClassificationDeletions deletions =
            BenchmarkClients.over(transport).maxInFlight(1).build();
    private final CountingSubscriber responses = new CountingSubscriber();

    /** One in flight, the others behind it. */
    @Setup
    public void fillQueue() {
        for (int i = 0; i <= waiting; i++) {
            enqueue();
        }
    }

    @Benchmark
    public long enqueueAndRespond() {
        enqueue();
        transport.nextResponse();
        return responses.count();
    }

    @TearDown
    public void close() {
        if (responses.count() == 0) {
            throw new IllegalStateException("no call was answered");
        }
    }

    private void enqueue() {
        deletions.deleteBatch("cls-1", "batch-7").subscribe(responses);
    }
}
