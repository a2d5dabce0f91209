package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.ledger.Ledgers.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a ledger of many requests takes, on disk and in memory. */
class LedgerSizeTest {

    private static final int FILES_PER_CALL = 100;
    private static final int ID_LENGTH = 20;

    /** The target is 70, which a file that repeats the ids in its results would meet too. */
    private static final double MAX_BYTES_PER_REQUEST = 35;

    private static final int MILLION = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void aRequestForAFileTakesLittleMoreThanItsId() throws IOException {
        Path file = folder.resolve("job.ledger");
        int calls = 20;

        try (FileLedger ledger = Ledgers.open(file)) {
            for (int call = 0; call < calls; call++) {
                await(ledger.begin(requests(call)));
                await(ledger.finish(results(requests(call))));
            }
        }

        assertThat(FileLedger.summarize(file).states()).containsEntry(State.DELETED, (long) calls * FILES_PER_CALL);
        assertThat((double) Files.size(file) / (calls * FILES_PER_CALL))
                .isBetween((double) ID_LENGTH, MAX_BYTES_PER_REQUEST);
    }

    /** Opens a ledger and prints the state of a file. */
    static final class Opener {

        private Opener() {}

        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] args) throws IOException {
            try (FileLedger ledger = FileLedger.open(Path.of(args[0]))) {
                System.out.println(Ledgers.states(ledger, file(Integer.parseInt(args[1]))));
            }
        }

        static DeletionRequest file(int number) {
            String id = "file-%015d".formatted(number);
            return new DeleteFiles("classification-00001", "batch-00000000000001", List.of(id));
        }
    }

    /** The index of a million takes up to 32 MB. */
    @Test
    void aLedgerOfAMillionRequestsIsOpenedInAHeapOf64Megabytes() throws IOException, InterruptedException {
        Path file = folder.resolve("job.ledger");
        int calls = MILLION / FILES_PER_CALL;
        write(file, calls);

        Process opener = JavaPrograms.start(
                Opener.class, List.of("-Xmx64m", "-XX:+UseSerialGC"), file.toString(), String.valueOf(MILLION - 1));
        try (var lines = opener.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("[DELETED]");
            assertThat(opener.waitFor(Ledgers.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            opener.destroyForcibly();
        }
    }

    /** The same as a ledger would write, without forcing it to disk. */
    private static void write(Path file, int calls) throws IOException {
        String at = "2026-07-01T10:00:00Z";
        List<ResultGroup> results = ResultGroup.of(results(requests(0)));
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file))) {
            target.write(LedgerHeader.CURRENT);
            for (int call = 1; call <= calls; call++) {
                target.write(LedgerEncoder.begin(call, at, requests(call - 1)));
                target.write(LedgerEncoder.finish(OptionalLong.of(call), at, results));
            }
        }
    }

    private static List<DeletionRequest> requests(int call) {
        return IntStream.range(0, FILES_PER_CALL)
                .mapToObj(i -> Opener.file(call * FILES_PER_CALL + i))
                .toList();
    }

    private static List<DeletionResult> results(List<DeletionRequest> requests) {
        List<DeletionReceipt> receipts = List.of(Ledgers.receipt(requests.get(0)));
        return requests.stream()
                .<DeletionResult>map(request -> new Deleted(0, request, receipts))
                .toList();
    }
}
