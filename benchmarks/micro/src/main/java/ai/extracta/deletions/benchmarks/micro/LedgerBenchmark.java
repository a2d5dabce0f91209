package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A hundred requests in a ledger on the disk of the temporary folder, a new one for each iteration. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LedgerBenchmark {

    private final List<DeletionRequest> requests = Requests.ofSingleFiles(100);
    private final List<DeletionResult> results =
            requests.stream().map(LedgerBenchmark::deleted).toList();
    private Path folder;
    private FileLedger ledger;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("ledger-benchmark");
        ledger = FileLedger.open(folder.resolve("job.ledger"));
        beginAndFinish();
    }

    /** Two writes that the disk confirms. */
    @Benchmark
    public void beginAndFinish() {
        ledger.begin(requests).then(ledger.finish(results)).block();
    }

    @Benchmark
    public List<DeletionLedger.State> lookup() {
        return ledger.lookup(requests).blockOptional().orElseThrow();
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        ledger.close();
        Files.deleteIfExists(folder.resolve("job.ledger"));
        Files.deleteIfExists(folder.resolve("job.ledger.lock"));
        Files.delete(folder);
    }

    private static DeletionResult deleted(DeletionRequest request) {
        DeletionReceipt receipt = new DeletionReceipt(
                request, "Files deleted", 200, 1, Instant.EPOCH, Duration.ofMillis(20), Confirmation.CONFIRMED, "");
        return new DeletionResult.Deleted(0, request, List.of(receipt));
    }
}
