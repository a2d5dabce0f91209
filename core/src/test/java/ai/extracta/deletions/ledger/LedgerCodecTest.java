package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCodecTest {

    private static final List<DeletionRequest> REQUESTS = List.of(
            new DeleteClassification("c \"quoted\" \\ \u2028 \ud83d\ude00"),
            new DeleteBatch("c", "b\u00e4"),
            new DeleteFiles("c", "b", List.of("f-2", "f-1", "{}")));

    @Test
    void startedRequestsAreReadBack() {
        assertThat(entries(LedgerCodec.begin(REQUESTS).line()))
                .containsExactlyElementsOf(entriesWith(State.STARTED))
                .isEqualTo(LedgerCodec.begin(REQUESTS).entries());
    }

    @Test
    void resultsAreReadBack() {
        LedgerRecord record = LedgerCodec.finish(
                REQUESTS.stream().<DeletionResult>map(Ledgers::deleted).toList());

        assertThat(entries(record.line()))
                .containsExactlyElementsOf(entriesWith(State.DELETED))
                .isEqualTo(record.entries());
    }

    private static List<Entry> entriesWith(State state) {
        return REQUESTS.stream()
                .map(request -> new Entry(RequestHash.of(request), state))
                .toList();
    }

    @Test
    void aRecordIsOneLine() {
        assertThat(new String(LedgerCodec.begin(REQUESTS).line(), StandardCharsets.UTF_8))
                .endsWith("\n")
                .hasLineCount(1);
    }

    @Test
    void anEntryIsExportedAsItIsWritten() throws IOException {
        byte[] line = LedgerCodec.begin(REQUESTS).line();

        assertThat(LedgerCodec.entriesOf(line)).hasSize(REQUESTS.size()).allSatisfy(entry -> assertThat(
                        new String(line, StandardCharsets.UTF_8))
                .contains(entry.toString()));
        assertThat(LedgerCodec.entriesOf(line).get(1).toString())
                .matches("\\{\"state\":\"STARTED\",\"at\":\"[^\"]+Z\",\"request\":"
                        + "\\{\"kind\":\"batch\",\"classificationId\":\"c\",\"batchId\":\"b\u00e4\"}}");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String text = "{\"new\":{\"a\":[1]},\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\",\"new\":[{}],"
                + "\"request\":{\"new\":1,\"kind\":\"classification\",\"classificationId\":\"c\"}}]}";

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
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\"}]}",
                "{\"type\":\"begin\",\"entries\":[{\"request\":{\"kind\":\"classification\",\"classificationId\":\"c\"}}]}",
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\",\"request\":\"c\"}]}",
                "{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\",\"request\":{\"classificationId\":\"c\"}}]}",
            })
    void aMalformedRecordIsRejected(String text) {
        assertThat(decode(text)).isEmpty();
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
        String text = "{\"type\":\"begin\",\"entries\":[{\"state\":\"DELETED\",\"request\":" + request + "}]}";

        assertThat(decode(text)).isEmpty();
    }

    @Test
    void aServerCannotMakeARecordUnwritableOrHuge() throws IOException {
        String half = "\ud800";
        RuntimeException failure = new IllegalStateException(half + "x".repeat(100_000));
        DeletionRequest request = REQUESTS.get(0);

        byte[] line = LedgerCodec.finish(List.of(Failed.of(0, request, Outcome.UNKNOWN, failure, request)))
                .line();

        assertThat(line).hasSizeLessThan(2_000);
        assertThat(LedgerCodec.entriesOf(line).get(0).toString()).contains("?xxx", "x...\"");
    }

    private static List<Entry> entries(byte[] line) {
        return LedgerCodec.decode(line).orElseThrow().entries();
    }

    private static Optional<LedgerRecord> decode(String json) {
        return LedgerCodec.decode(LedgerLine.of(json));
    }
}
