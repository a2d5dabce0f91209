package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code ledger}. */
class LedgerSummaryTest {

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private Path ledger;

    @BeforeEach
    void deleteSomeBatches() throws IOException {
        ledger = folder.resolve("job.ledger");
        simulator.seed(1, 2, 1);
        CliRunner.on(simulator)
                .run(
                        "batches",
                        "--yes",
                        "--concurrency",
                        "1",
                        "--ledger",
                        ledger.toString(),
                        "cls-1",
                        "cls-1-batch-1",
                        "cls-1-batch-2",
                        "nope");
    }

    @Test
    void itShowsStatesTimesCallsAndSize() throws IOException {
        Result result = summary();

        assertThat(result.code()).isZero();
        String time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
        assertThat(result.out())
                .containsPattern("DELETED +2\n")
                .containsPattern("REFUSED, not deleted +1\n")
                .containsPattern("STARTED, may be deleted +0\n")
                .containsPattern("PENDING, not deleted +0\n")
                .containsPattern("requests +3\n")
                .containsPattern("3 calls, recorded from " + time + " to " + time + "\n")
                .contains("%,d bytes, %d for each request\n".formatted(Files.size(ledger), Files.size(ledger) / 3))
                .endsWith("All records are intact.\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void itCanBeReadWhileAJobHasItOpen() throws IOException {
        try (FileLedger open = FileLedger.open(ledger)) {
            assertThat(summary().code()).isZero();
            assertThat(open).isNotNull();
        }
    }

    @Test
    void anEmptyLedgerIsIntact() throws IOException {
        Files.delete(ledger);
        FileLedger.open(ledger).close();

        Result result = summary();

        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("requests +0\n").contains("0 calls\n", "All records are intact.");
    }

    @Test
    void anIncompleteRecordIsShownAndKept() throws IOException {
        Files.writeString(ledger, "0123abcd {\"type\":\"fin", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(ledger);

        Result result = summary();

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .containsPattern("requests +3\n")
                .contains("All records are intact but the last, which is incomplete: 21 bytes");
        assertThat(ledger).hasBinaryContent(before);
    }

    @Test
    void aDamagedLedgerHasNoSummaryAndFails() throws IOException {
        byte[] bytes = Files.readAllBytes(ledger);
        int secondLine = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        bytes[secondLine + 30] ^= 1;
        Files.write(ledger, bytes);

        Result result = summary();

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("extracta-delete: the ledger " + ledger + " is damaged in line 2, at byte " + secondLine);
        assertThat(ledger).hasBinaryContent(bytes);
    }

    @Test
    void aLedgerOfVersion1IsSummarizedExportedAndNotContinued() throws IOException {
        String header = "{\"format\":\"extracta-deletions-ledger\",\"version\":1}";
        String request = "{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}";
        String entry = "{\"state\":\"STARTED\",\"at\":\"2026-07-01T10:00:00Z\",\"request\":" + request + "}";
        Files.writeString(ledger, line(header) + line("{\"type\":\"begin\",\"entries\":[" + entry + "]}"));

        Result result = summary();
        Result export = new CliRunner().run("export", "--ledger", ledger.toString());
        Result continued = CliRunner.on(simulator)
                .run("batches", "--yes", "--ledger", ledger.toString(), "cls-1", "cls-1-batch-1");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .containsPattern("STARTED, may be deleted +1\n")
                .contains("1 call, recorded from 2026-07-01T10:00:00Z to 2026-07-01T10:00:00Z\n")
                .endsWith("All records are intact.\nIts format is version 1: it can be exported, and not continued.\n");
        assertThat(export.code()).isZero();
        assertThat(export.out())
                .isEqualTo("{\"state\":\"STARTED\",\"at\":\"2026-07-01T10:00:00Z\",\"request\":"
                        + "{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\"}}\n");
        assertThat(continued.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(continued.err()).contains("is of version 1, which can be exported and not continued");
    }

    private static String line(String json) {
        CRC32C checksum = new CRC32C();
        checksum.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue()) + " " + json + "\n";
    }

    @Test
    void aFileThatIsNoLedgerIsSaidToBeNone() throws IOException {
        Files.writeString(ledger, "my diary\nday one\n");

        Result result = summary();

        assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(result.err()).contains(ledger + " is not a deletion ledger");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aMissingFileAndAFolderAreUsageErrors() throws IOException {
        Files.delete(ledger);

        Result missing = summary();
        Result directory = new CliRunner().run("ledger", folder.toString());
        Result none = new CliRunner().run("ledger");

        assertThat(missing.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(missing.err()).contains("there is no ledger " + ledger);
        assertThat(directory.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(directory.err()).contains(folder + " is a folder");
        assertThat(none.code()).isEqualTo(ExitCodes.USAGE);
    }

    private Result summary() {
        return new CliRunner().run("ledger", ledger.toString());
    }
}
