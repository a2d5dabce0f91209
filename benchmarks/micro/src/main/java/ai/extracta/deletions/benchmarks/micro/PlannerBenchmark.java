package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Plans many deletions of one file each. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlannerBenchmark extends CoreBenchmark {

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
