package ai.extracta.deletions.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that was written by the last revision that wrote version 1, and what that revision exported. */
class LedgerVersion1Test {

    private static final String AT = "\"at\":\"2026-07-01T10:00:00Z\"";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = folder.resolve("job.ledger");
        Files.write(file, resource("version-1.ledger"));
    }

    @Test
    void itIsExportedAsByTheVersionThatWroteIt() throws IOException {
        assertThat(Ledgers.export(file)).isEqualTo(new String(resource("version-1.jsonl"), UTF_8));
    }

    @Test
    void openingItSaysWhatToDoAndChangesNothing() throws IOException {
        assertThatThrownBy(() -> FileLedger.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the ledger " + file + " is of version 1, which can be exported and not continued. Export it,"
                                + " and delete what it does not have as DELETED or REFUSED with a new ledger."
                                + " It was not changed.");
        assertThat(file).hasBinaryContent(resource("version-1.ledger"));
    }

    @Test
    void itIsSummarized() throws IOException {
        LedgerSummary summary = FileLedger.summarize(file);

        assertThat(summary.version()).isEqualTo(1);
        assertThat(summary.states())
                .isEqualTo(Map.of(State.DELETED, 1L, State.REFUSED, 1L, State.STARTED, 2L, State.PENDING, 0L));
        assertThat(summary.calls()).isEqualTo(2);
        assertThat(summary.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void itsIncompleteTailIsIgnoredAndItsDamageNamed() throws IOException {
        String export = Ledgers.export(file);
        Files.writeString(file, "0123abcd {\"type\":\"fin", StandardOpenOption.APPEND);
        assertThat(Ledgers.export(file)).isEqualTo(export);

        byte[] bytes = resource("version-1.ledger");
        bytes[LedgerHeader.VERSION_1.length + 20] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Ledgers.export(file)).hasMessageContaining("is damaged in line 2");
    }

    @Test
    void aConvertedOneIsNamed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

        assertThatThrownBy(() -> Ledgers.export(file)).hasMessageContaining("its lines end in CR LF instead of LF");
    }

    @Test
    void fieldsThatItDoesNotKnowAreIgnored() {
        String text = "{\"new\":{\"a\":[1]},\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\"," + AT
                + ",\"new\":[{}],\"request\":{\"new\":1,\"kind\":\"classification\",\"classificationId\":\"c\"}}]}";

        assertThat(decode(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":\"begin\",\"entries\":[]",
                "{\"type\":\"other\",\"entries\":[]}",
                "{\"type\":7,\"entries\":[]}",
                "{\"type\":\"begin\",\"entries\":{}}",
                "{\"type\":\"begin\",\"entries\":[]} {}",
                "{\"type\":\"begin\",\"entries\":[{AT,\"state\":\"DELETED\"}]}",
                "{\"type\":\"begin\",\"entries\":[{AT,\"request\":REQUEST}]}",
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\",\"request\":REQUEST}]}",
                "{\"type\":\"begin\",\"entries\":[{AT,\"state\":\"PAUSED\",\"request\":REQUEST}]}",
                "{\"type\":\"begin\",\"entries\":[{AT,\"state\":\"DELETED\",\"request\":\"c\"}]}",
                "{\"type\":\"begin\",\"entries\":[{AT,\"state\":\"DELETED\",\"request\":{\"classificationId\":\"c\"}}]}",
            })
    void aMalformedRecordIsRejected(String text) {
        String request = "{\"kind\":\"classification\",\"classificationId\":\"c\"}";

        assertThat(decode(text.replace("AT", AT).replace("REQUEST", request))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"batch\",\"classificationId\":\"c\"}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\"}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[1]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":\"f\"}",
                "{\"kind\":\"classification\",\"batchId\":\"b\"}",
                "{\"kind\":\"classification\",\"classificationId\":\"c\",\"classificationId\":\"d\"}",
            })
    void aMissingIdNeverMakesAWiderRequest(String request) {
        assertThat(decode("{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\"," + AT + ",\"request\":" + request
                        + "}]}"))
                .isEmpty();
    }

    private static Optional<LedgerRecord> decode(String json) {
        return new Version1Decoder().decode(LedgerLine.of(json));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content = LedgerVersion1Test.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(content, name).readAllBytes();
        }
    }
}
