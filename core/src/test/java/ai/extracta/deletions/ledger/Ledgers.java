package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Mono;

/** Shared by the tests of the ledger. */
final class Ledgers {

    static final Duration LIMIT = Duration.ofSeconds(30);

    static final DeletionRequest CLASSIFICATION = new DeleteClassification("c-1");
    static final DeletionRequest BATCH = new DeleteBatch("c-1", "b-1");
    static final DeletionRequest FILES = new DeleteFiles("c-1", "b-1", List.of("f-1", "f-2"));

    private Ledgers() {}

    static FileLedger open(Path file) {
        try {
            return FileLedger.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String export(Path file) {
        StringBuilder lines = new StringBuilder();
        try {
            FileLedger.export(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.toString();
    }

    static void await(Mono<Void> done) {
        done.block(LIMIT);
    }

    static void begin(DeletionLedger ledger, DeletionRequest... requests) {
        await(ledger.begin(List.of(requests)));
    }

    static void finish(DeletionLedger ledger, DeletionResult... results) {
        await(ledger.finish(List.of(results)));
    }

    static List<State> states(DeletionLedger ledger, DeletionRequest... requests) {
        return ledger.lookup(Arrays.asList(requests)).blockOptional(LIMIT).orElseThrow();
    }

    /** The states after reopening the file. */
    static List<State> statesIn(Path file, DeletionRequest... requests) {
        try (FileLedger reopened = open(file)) {
            return states(reopened, requests);
        }
    }

    static Deleted deleted(DeletionRequest request) {
        return new Deleted(0, request, List.of(receipt(request)));
    }

    static DeletionReceipt receipt(DeletionRequest request) {
        return new DeletionReceipt(
                request,
                "Deleted \"it\"",
                200,
                2,
                Instant.parse("2026-07-01T10:00:00Z"),
                Duration.ofMillis(1_500),
                Confirmation.CONFIRMED,
                "r-7");
    }

    static Failed refused(DeletionRequest request, int status) {
        return failed(request, Outcome.REFUSED, status);
    }

    static Failed failed(DeletionRequest request, Outcome outcome, int status) {
        return Failed.of(0, request, outcome, failure(request, outcome, status, "no such thing"), request);
    }

    static ResponseException failure(DeletionRequest request, Outcome outcome, int status, String message) {
        return new ResponseException(request, outcome, 3, status, message, Headers.of("x-request-id", "r-9"), "{}");
    }
}
