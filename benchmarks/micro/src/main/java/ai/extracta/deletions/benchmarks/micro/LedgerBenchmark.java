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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A hundred requests in a ledger in the temporary folder, with a new ledger for each iteration. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LedgerBenchmark extends CoreBenchmark {

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

    /** Two synchronous writes. */
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
