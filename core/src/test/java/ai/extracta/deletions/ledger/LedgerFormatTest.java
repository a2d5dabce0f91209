package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerFormatTest {

    private static final List<DeletionRequest> REQUESTS = List.of(
            new DeleteClassification("c \"quoted\" \\ \u2028 \ud83d\ude00"),
            new DeleteBatch("c", "b\u00e4"),
            new DeleteFiles("c", "b", List.of("f-2", "f-1", "{}")));

    private static final String AT = "\"at\":\"2026-07-01T10:00:00Z\"";

    private final OpenCalls calls = new OpenCalls();
    private final RecordDecoder decoder = new Version2Decoder();

    @Test
    void startedRequestsAreReadBack() {
        EncodedRecord record = LedgerUpdate.begin(7, REQUESTS).encode(calls);

        LedgerRecord read = decoded(record);

        assertThat(read.call()).isEqualTo(7);
        assertSameRequests(read, record);
        assertThat(read.entries()).extracting(Entry::state).containsOnly(State.STARTED);
        assertThat(record.states()).hasSameSizeAs(REQUESTS).containsOnly(State.STARTED);
    }

    private static void assertSameRequests(LedgerRecord read, EncodedRecord written) {
        assertThat(read.requests().requests()).isEqualTo(written.requests().requests());
        assertThat(read.requests().hashes()).isEqualTo(written.requests().hashes());
        assertThat(read.entries()).hasSameSizeAs(written.requests().requests());
    }

    @Test
    void resultsAreReadBack() {
        EncodedRecord record = LedgerUpdate.finish(deleted(REQUESTS)).encode(calls);

        LedgerRecord read = decoded(record);

        assertThat(read.isBegin()).isFalse();
        assertSameRequests(read, record);
        assertThat(read.requests().requests()).isEqualTo(REQUESTS);
        assertThat(read.entries()).extracting(Entry::state).containsOnly(State.DELETED);
        assertThat(record.states()).hasSameSizeAs(REQUESTS).containsOnly(State.DELETED);
    }

    @Test
    void resultsOfACallAreReadBackWithItsRequests() {
        decoded(LedgerUpdate.begin(7, REQUESTS).encode(calls));
        List<DeletionResult> results = new ArrayList<>(deleted(REQUESTS));
        results.set(1, Ledgers.refused(REQUESTS.get(1), 404));

        EncodedRecord record = LedgerUpdate.finish(results).encode(calls);

        assertThat(text(record)).doesNotContain("f-1").contains("\"call\":7,");
        LedgerRecord read = decoded(record);
        assertThat(read.requests().requests()).isEqualTo(REQUESTS);
        assertThat(read.entries())
                .extracting(Entry::state)
                .containsExactly(State.DELETED, State.REFUSED, State.DELETED)
                .isEqualTo(record.states());
    }

    @Test
    void whatTheRequestsOfACallHaveInCommonIsWrittenOnce() {
        DeletionRequest call = new DeleteFiles("c-1", "b-1", List.of("f-1", "f-2", "f-3", "f-4"));
        List<DeletionRequest> requests = List.of(files("f-1"), files("f-2", "f-3"), files("f-4"));
        DeletionReceipt receipt = Ledgers.receipt(call);
        List<DeletionResult> results = requests.stream()
                .<DeletionResult>map(request -> new Deleted(0, request, List.of(receipt)))
                .toList();

        EncodedRecord begin = LedgerUpdate.begin(7, requests).encode(calls);
        EncodedRecord finish = LedgerUpdate.finish(results).encode(calls);
        EncodedRecord again = LedgerUpdate.finish(results).encode(calls);

        String group = "{\"kind\":\"files\",\"classificationId\":\"c-1\",\"batchId\":\"b-1\","
                + "\"files\":[\"f-1\",[\"f-2\",\"f-3\"],\"f-4\"]}";
        String members = "\"state\":\"DELETED\",\"result\":\"Deleted\",\"calls\":[{\"confirmation\":\"CONFIRMED\","
                + "\"completedAt\":\"2026-07-01T10:00:00Z\",\"elapsedMillis\":1500,\"attempts\":2,"
                + "\"status\":200,\"requestId\":\"r-7\",\"message\":\"Deleted \\\"it\\\"\"}]";
        assertThat(text(begin)).isEqualTo("{\"type\":\"begin\",\"call\":7," + AT + ",\"requests\":[" + group + "]}");
        assertThat(text(finish))
                .isEqualTo("{\"type\":\"finish\",\"call\":7," + AT + ",\"results\":[{\"count\":3," + members + "}]}");
        assertThat(text(again))
                .isEqualTo("{\"type\":\"finish\"," + AT + ",\"results\":[{\"requests\":[" + group + "]," + members
                        + "}]}");
    }

    @Test
    void requestsOfOneParentAreOneGroupAndStayInOrder() {
        List<DeletionRequest> requests = List.of(
                new DeleteClassification("c-1"),
                new DeleteClassification("c-2"),
                new DeleteBatch("c-1", "b-1"),
                new DeleteBatch("c-1", "b-2"),
                new DeleteBatch("c-2", "b-2"),
                new DeleteFiles("c-2", "b-2", List.of("f-1")),
                new DeleteFiles("c-2", "b-1", List.of("f-1")),
                new DeleteClassification("c-3"));

        EncodedRecord record = LedgerUpdate.begin(1, requests).encode(calls);

        assertThat(text(record))
                .endsWith("[{\"kind\":\"classification\",\"classifications\":[\"c-1\",\"c-2\"]},"
                        + "{\"kind\":\"batch\",\"classificationId\":\"c-1\",\"batches\":[\"b-1\",\"b-2\"]},"
                        + "{\"kind\":\"batch\",\"classificationId\":\"c-2\",\"batches\":[\"b-2\"]},"
                        + "{\"kind\":\"files\",\"classificationId\":\"c-2\",\"batchId\":\"b-2\",\"files\":[\"f-1\"]},"
                        + "{\"kind\":\"files\",\"classificationId\":\"c-2\",\"batchId\":\"b-1\",\"files\":[\"f-1\"]},"
                        + "{\"kind\":\"classification\",\"classifications\":[\"c-3\"]}]}");
        assertThat(decoded(record).requests().requests()).isEqualTo(requests);
    }

    @Test
    void requestsThatFailedTogetherShareTheirFailure() {
        List<DeletionRequest> requests = List.of(files("f-1"), files("f-2"));
        RuntimeException failure = Ledgers.failure(files("f-1", "f-2"), Outcome.UNKNOWN, 500, "oops");

        EncodedRecord record = LedgerUpdate.finish(requests.stream()
                        .<DeletionResult>map(request -> Failed.of(0, request, Outcome.UNKNOWN, failure, request))
                        .toList())
                .encode(calls);

        assertThat(text(record)).containsOnlyOnce("\"serverMessage\":\"oops\"").doesNotContain("remaining");
        assertThat(decoded(record).entries()).extracting(Entry::state).containsExactly(State.STARTED, State.STARTED);
    }

    @Test
    void resultsThatSayDifferentThingsAreKeptApart() {
        DeletionRequest one = files("f-1");
        DeletionRequest two = files("f-2", "f-3");
        RuntimeException failure = Ledgers.failure(two, Outcome.UNKNOWN, 500, "oops");
        RuntimeException other = Ledgers.failure(two, Outcome.UNKNOWN, 500, "ouch");
        List<DeletionResult> results = List.of(
                Ledgers.deleted(one),
                Ledgers.deleted(two),
                new AlreadyAbsent(0, one, List.of(Ledgers.receipt(one))),
                new AlreadyAbsent(0, two, List.of()),
                new Subsumed(0, one, new DeleteBatch("c-1", "b-1")),
                new Subsumed(0, two, new DeleteClassification("c-1")),
                new Skipped(0, one, Skipped.Reason.ALREADY_DELETED),
                new Skipped(0, two, Skipped.Reason.PREVIOUSLY_REFUSED),
                Failed.of(0, one, Outcome.UNKNOWN, failure, one),
                Failed.of(0, one, Outcome.UNKNOWN, other, one),
                Failed.of(0, one, Outcome.NOT_SENT, other, one),
                Failed.of(0, two, Outcome.NOT_SENT, other, files("f-3")),
                Failed.of(0, one, Outcome.NOT_SENT, other, one));

        assertThat(ResultGroup.of(results)).hasSameSizeAs(results);
    }

    @Test
    void aRecordIsOneLine() {
        assertThat(new String(LedgerUpdate.begin(1, REQUESTS).encode(calls).line(), StandardCharsets.UTF_8))
                .endsWith("\n")
                .hasLineCount(1);
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String text = "{\"new\":{\"a\":[1]},\"type\":\"begin\",\"call\":1," + AT + ",\"requests\":[{\"new\":[{}],"
                + "\"kind\":\"classification\",\"classifications\":[\"c\"]}]}";

        assertThat(decode(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":\"begin\",\"call\":1,AT,\"requests\":[]",
                "{\"type\":\"other\",\"call\":1,AT,\"requests\":[]}",
                "{\"type\":7,\"call\":1,AT,\"requests\":[]}",
                "{\"type\":\"begin\",\"call\":1,AT,\"requests\":{}}",
                "{\"type\":\"begin\",\"call\":1,AT,\"requests\":[]} {}",
                "{\"type\":\"begin\",\"call\":1,AT,\"requests\":[7]}",
                "{\"type\":\"begin\",\"call\":0,AT,\"requests\":[]}",
                "{\"type\":\"begin\",\"call\":\"1\",AT,\"requests\":[]}",
                "{\"type\":\"begin\",\"call\":1.5,AT,\"requests\":[]}",
                "{\"type\":\"begin\",AT,\"requests\":[]}",
                "{\"type\":\"begin\",\"call\":1,\"requests\":[]}",
                "{\"type\":\"begin\",\"call\":1,\"at\":\"yesterday\",\"requests\":[]}",
                "{\"type\":\"finish\",AT,\"results\":{}}",
                "{\"type\":\"finish\",AT,\"results\":[{\"state\":\"DELETED\",\"result\":\"Deleted\"}]}",
                "{\"type\":\"finish\",AT,\"results\":[{\"state\":\"PAUSED\",\"result\":\"Deleted\",\"requests\":[]}]}",
                "{\"type\":\"finish\",AT,\"results\":[{\"state\":\"DELETED\",\"requests\":[]}]}",
                "{\"type\":\"finish\",AT,\"results\":[{\"result\":\"Deleted\",\"requests\":[]}]}",
            })
    void aMalformedRecordIsRejected(String text) {
        assertThat(decode(text.replace("AT", AT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"batch\",\"classificationId\":\"c\"}",
                "{\"kind\":\"batch\",\"batches\":[\"b\"]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\"}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"files\":[[]]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"files\":[1]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"files\":[\"\"]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"files\":[[\"f\",1]]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"files\":\"f\"}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"files\":[\"f\"]}",
                "{\"kind\":\"classification\",\"batchId\":\"b\"}",
                "{\"kind\":\"classification\",\"classificationId\":\"c\"}",
                "{\"classifications\":[\"c\"]}",
                "{\"kind\":\"files\",\"classificationId\":\"c\",\"classificationId\":\"d\",\"batchId\":\"b\",\"files\":[]}",
            })
    void aMissingIdNeverMakesAWiderRequest(String group) {
        assertThat(decode("{\"type\":\"begin\",\"call\":1," + AT + ",\"requests\":[" + group + "]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"call\":2,AT,\"results\":[{\"count\":3,DELETED}]",
                "\"call\":1,AT,\"results\":[{\"count\":2,DELETED}]",
                "\"call\":1,AT,\"results\":[{\"count\":4,DELETED}]",
                "\"call\":1,AT,\"results\":[{\"count\":3,DELETED},{\"count\":1,DELETED}]",
                "\"call\":1,AT,\"results\":[{\"count\":-3,DELETED}]",
                "\"call\":1,AT,\"results\":[{DELETED}]",
                "\"call\":1,AT,\"results\":[]",
            })
    void resultsThatAreNotThoseOfTheirCallAreRejected(String members) {
        decoded(LedgerUpdate.begin(1, REQUESTS).encode(calls));
        String results = members.replace("AT", AT).replace("DELETED", "\"state\":\"DELETED\",\"result\":\"Deleted\"");

        assertThat(decode("{\"type\":\"finish\"," + results + "}")).isEmpty();
    }

    @Test
    void aServerCannotMakeARecordUnwritableOrHuge() {
        String half = "\ud800";
        RuntimeException failure = new IllegalStateException(half + "x".repeat(100_000));
        DeletionRequest request = REQUESTS.get(0);

        EncodedRecord record = LedgerUpdate.finish(List.of(Failed.of(0, request, Outcome.UNKNOWN, failure, request)))
                .encode(calls);

        assertThat(record.line()).hasSizeLessThan(2_000);
        assertThat(decoded(record)).isNotNull();
        assertThat(text(record)).contains("?xxx", "x...\"");
    }

    private static List<DeletionResult> deleted(List<DeletionRequest> requests) {
        return requests.stream().<DeletionResult>map(Ledgers::deleted).toList();
    }

    private static DeletionRequest files(String... ids) {
        return new DeleteFiles("c-1", "b-1", List.of(ids));
    }

    /** With a known time. */
    private static String text(EncodedRecord record) {
        String line = new String(record.line(), StandardCharsets.UTF_8);
        return line.substring(LedgerLine.PREFIX, line.length() - 1).replaceFirst("\"at\":\"[0-9T:.-]+Z\"", AT);
    }

    private LedgerRecord decoded(EncodedRecord record) {
        return decoder.decode(record.line()).orElseThrow();
    }

    private Optional<LedgerRecord> decode(String json) {
        return decoder.decode(LedgerLine.of(json));
    }
}
