package ai.extracta.deletions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.LedgerRecord.Entry;
import ai.extracta.deletions.internal.LedgerRecord.Kind;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCodecTest {

    private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");

    private static final List<DeletionRequest> REQUESTS = List.of(
            new DeleteClassification("c \"quoted\" \\ \u2028 \ud83d\ude00"),
            new DeleteBatch("c", "b\u00e4"),
            new DeleteFiles("c", "b", List.of("f-2", "f-1", "{}")));

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(Kind kind) throws IOException {
        byte[] text = written(kind, REQUESTS);

        LedgerRecord read = decode(text).orElseThrow();

        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.entries()).extracting(Entry::request).isEqualTo(REQUESTS);
        assertThat(read.entries()).extracting(Entry::state).containsOnly("BEGUN");
    }

    @Test
    void aRecordIsOneLine() throws IOException {
        assertThat(new String(written(Kind.BEGIN, REQUESTS), StandardCharsets.UTF_8))
                .doesNotContain("\n", "\r");
    }

    @Test
    void anEntryIsItsOwnText() throws IOException {
        byte[] line = ("x " + new String(written(Kind.BEGIN, REQUESTS), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);

        List<Entry> entries =
                LedgerCodec.decode(line, 2, line.length - 1).orElseThrow().entries();

        assertThat(entries.get(1).json())
                .isEqualTo("{\"state\":\"BEGUN\",\"at\":\"2026-07-01T10:00:00Z\",\"request\":"
                        + "{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\u00e4\"}}");
    }

    @Test
    void fieldsOfALaterVersionArePassedOver() {
        String text = "{\"new\":{\"a\":[1]},\"type\":\"begin\",\"entries\":[{\"state\":\"GONE\",\"new\":[{}],"
                + "\"request\":{\"new\":1,\"kind\":\"classification\",\"classificationId\":\"c\"}}]}";

        assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isPresent();
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
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"GONE\"}]}",
                "{\"type\":\"begin\",\"entries\":[{\"request\":{\"kind\":\"classification\",\"classificationId\":\"c\"}}]}",
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"GONE\",\"request\":\"c\"}]}",
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"GONE\",\"request\":{\"classificationId\":\"c\"}}]}",
            })
    void whatIsNoRecordIsNotGuessed(String text) {
        assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
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
        String text = "{\"type\":\"begin\",\"entries\":[{\"state\":\"GONE\",\"request\":" + request + "}]}";

        assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aServerCannotMakeARecordUnwritableOrHuge() throws IOException {
        String half = "\ud800";
        DeletionRequest request = REQUESTS.get(0);
        byte[] text;
        try (LedgerRecordWriter record = new LedgerRecordWriter(Kind.FINISH)) {
            record.entry("OPEN", NOW, request);
            record.failure(Outcome.UNKNOWN, new IllegalStateException(half + "x".repeat(100_000)), List.of());
            text = record.toBytes();
        }

        assertThat(text).hasSizeLessThan(2_000);
        assertThat(decode(text).orElseThrow().entries().get(0).json()).contains("?xxx", "x...\"");
    }

    private static byte[] written(Kind kind, List<DeletionRequest> requests) throws IOException {
        try (LedgerRecordWriter record = new LedgerRecordWriter(kind)) {
            for (DeletionRequest request : requests) {
                record.entry("BEGUN", NOW, request);
            }
            return record.toBytes();
        }
    }

    private static Optional<LedgerRecord> decode(byte[] text) {
        return LedgerCodec.decode(text, 0, text.length);
    }
}
