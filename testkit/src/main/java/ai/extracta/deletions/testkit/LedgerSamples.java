package ai.extracta.deletions.testkit;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Requests and results that a ledger must be able to keep. */
final class LedgerSamples {

    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 422, 423, 425, 429);

    private LedgerSamples() {}

    static DeletionRequest file(int number) {
        return new DeleteFiles("cls-1", "batch-1", List.of("file-" + number));
    }

    static List<DeletionRequest> files(int count) {
        return IntStream.range(0, count).mapToObj(LedgerSamples::file).toList();
    }

    static DeletionResult deleted(DeletionRequest request) {
        return new Deleted(0, request, List.of(TestOutcomes.deleted(request)));
    }

    static DeletionResult unknown(DeletionRequest request) {
        return failed(request, TestOutcomes.unknown(request));
    }

    static DeletionResult notSent(DeletionRequest request) {
        return failed(request, TestOutcomes.notSent(request));
    }

    static DeletionResult refused(DeletionRequest request, int status) {
        return failed(request, TestOutcomes.responded(request, status));
    }

    private static DeletionResult failed(DeletionRequest request, DeletionException failure) {
        return Failed.of(0, request, failure.outcome(), failure, request);
    }

    /** Every way in which a request can end, but {@link Deleted}. */
    static List<Function<DeletionRequest, DeletionResult>> otherEnds() {
        List<Function<DeletionRequest, DeletionResult>> ends = new ArrayList<>(List.of(
                LedgerSamples::unknown,
                LedgerSamples::notSent,
                request -> failed(request, TestOutcomes.unreadable(request)),
                request -> failed(request, TestOutcomes.rejected(request)),
                request -> failed(request, TestOutcomes.responded(request, 500)),
                request -> Failed.of(0, request, Outcome.UNKNOWN, TestOutcomes.responded(request, 400), request),
                request -> Failed.of(0, request, Outcome.NOT_SENT, new IllegalStateException(), request),
                request -> new AlreadyAbsent(0, request, List.of(TestOutcomes.alreadyAbsent(request))),
                request -> new Subsumed(0, request, new DeleteClassification("cls-1"))));
        Stream.of(Skipped.Reason.values()).forEach(reason -> ends.add(request -> new Skipped(0, request, reason)));
        STATUSES.forEach(status -> ends.add(request -> refused(request, status)));
        return ends;
    }

    static List<DeletionResult> otherResults(DeletionRequest request) {
        return otherEnds().stream().map(end -> end.apply(request)).toList();
    }

    /** Targets that are easily confused with each other, and ids that need care when they are stored or compared. */
    static List<DeletionRequest> confusable() {
        List<DeletionRequest> requests = new ArrayList<>(List.of(
                new DeleteClassification("a"),
                new DeleteClassification("A"),
                new DeleteClassification("a "),
                new DeleteClassification("abc"),
                new DeleteBatch("a", "bc"),
                new DeleteBatch("ab", "c"),
                new DeleteFiles("a", "b", List.of("c")),
                new DeleteFiles("a", "b", List.of("c", "d")),
                new DeleteFiles("a", "b", List.of("c,d")),
                new DeleteFiles("a", "b", List.of("c\",\"d")),
                new DeleteFiles("a", "b", List.of("cd")),
                new DeleteFiles("b", "a", List.of("c"))));
        String longId = "x".repeat(5_000);
        Stream.of(
                        "NULL",
                        "null",
                        "'; DROP TABLE deletion_ledger; --",
                        "\\",
                        "\"",
                        "{}",
                        "{\"a\",\"b\"}",
                        "[]",
                        "$1",
                        "?",
                        "%",
                        "_",
                        "\u00E9", // composed and decomposed
                        "e\u0301",
                        "a\u202E\u200Bb",
                        "\uD83D\uDDD1\uFE0F",
                        "\u6587\u66F8",
                        longId + "1",
                        longId + "2")
                .forEach(id -> {
                    requests.add(new DeleteClassification(id));
                    requests.add(new DeleteBatch("cls-1", id));
                    requests.add(new DeleteFiles("cls-1", "batch-1", List.of(id)));
                });
        return requests;
    }

    /** Results of different requests, with texts that a server should not send. */
    static List<DeletionResult> oddTexts() {
        List<DeletionResult> results = new ArrayList<>();
        Stream.of("", "\0", "\uD800", "'\"\\{},", "a\nb", "\uFFFE", "x".repeat(100_000), "\uD83D\uDDD1".repeat(999))
                .forEach(text -> {
                    results.add(receipt(file(results.size()), text));
                    results.add(refusal(file(results.size()), text));
                });
        return results;
    }

    private static DeletionResult receipt(DeletionRequest request, String text) {
        DeletionReceipt receipt =
                new DeletionReceipt(request, text, 200, 1, Instant.EPOCH, Duration.ZERO, Confirmation.CONFIRMED, text);
        return new Deleted(0, request, List.of(receipt, receipt));
    }

    private static DeletionResult refusal(DeletionRequest request, String text) {
        return failed(request, new ResponseException(request, Outcome.REFUSED, 1, 429, text, Headers.of(), text));
    }
}
