package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.model.DeletionRequest;
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

/** Many deletions of one file each to as few calls as will do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PlannerBenchmark {

    @Param({"1000", "100000"})
    private int requests;

    private List<DeletionRequest> deletions;

    @Setup
    public void createDeletions() {
        deletions = Requests.ofSingleFiles(requests);
    }

    @Benchmark
    public DeletionPlan plan() {
        return DeletionPlan.of(deletions);
    }
}
