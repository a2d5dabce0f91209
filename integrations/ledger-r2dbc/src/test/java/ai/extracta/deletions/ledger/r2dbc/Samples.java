package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.TestOutcomes;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Requests, results, and how tests record them. */
final class Samples {

    static final DeletionRequest FILE = file(0);

    private Samples() {}

    static String newJob() {
        return UUID.randomUUID().toString();
    }

    static DeletionRequest file(int number) {
        return new DeleteFiles("cls-1", "batch-1", List.of("file-" + number));
    }

    static List<DeletionRequest> files(int count) {
        return IntStream.range(0, count).mapToObj(Samples::file).toList();
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

    static DeletionResult refused(DeletionRequest request) {
        return failed(request, TestOutcomes.responded(request, 400));
    }

    private static DeletionResult failed(DeletionRequest request, DeletionException failure) {
        return Failed.of(0, request, failure.outcome(), failure, request);
    }

    static void begin(DeletionLedger ledger, DeletionRequest... requests) {
        ledger.begin(List.of(requests)).block(TestDatabase.TIMEOUT);
    }

    static void finish(DeletionLedger ledger, DeletionResult... results) {
        ledger.finish(List.of(results)).block(TestDatabase.TIMEOUT);
    }

    static State state(DeletionLedger ledger, DeletionRequest request) {
        return ledger.lookup(List.of(request)).block(TestDatabase.TIMEOUT).get(0);
    }

    static boolean isStartedByOthers(DeletionLedger ledger, DeletionRequest request) {
        return ledger.startedByOthers(List.of(request))
                .block(TestDatabase.TIMEOUT)
                .get(0);
    }
}
