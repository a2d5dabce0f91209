package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** An in-memory server: it deletes everything that a request names, or responds with 404 and deletes nothing. */
final class ModelServer implements Function<DeletionRequest, Mono<DeletionReceipt>> {

    private final Map<String, Map<String, Set<String>>> classifications = new TreeMap<>();
    private final List<DeletionRequest> calls = new ArrayList<>();

    synchronized ModelServer holding(String classification, String batch, Collection<String> files) {
        classifications
                .computeIfAbsent(classification, unseen -> new TreeMap<>())
                .computeIfAbsent(batch, unseen -> new TreeSet<>())
                .addAll(files);
        return this;
    }

    synchronized String state() {
        return classifications.toString();
    }

    /** Every call that was subscribed to. */
    synchronized List<DeletionRequest> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Mono<DeletionReceipt> apply(DeletionRequest request) {
        return Mono.fromCallable(() -> respond(request));
    }

    synchronized DeletionReceipt respond(DeletionRequest request) {
        calls.add(request);
        if (!delete(request)) {
            throw refused(request, 404);
        }
        return receipt(request, Confirmation.CONFIRMED);
    }

    static DeletionReceipt receipt(DeletionRequest request, Confirmation confirmation) {
        int status = confirmation == Confirmation.CONFIRMED ? 200 : 404;
        return new DeletionReceipt(request, "done", status, 1, Instant.EPOCH, Duration.ZERO, confirmation, "");
    }

    static ResponseException refused(DeletionRequest request, int status) {
        return new ResponseException(request, Outcome.REFUSED, 1, status, "no", Headers.of(), "");
    }

    static ResponseException lost(DeletionRequest request) {
        return new ResponseException(request, Outcome.UNKNOWN, 1, 500, "oh", Headers.of(), "");
    }

    private boolean delete(DeletionRequest request) {
        Map<String, Set<String>> batches = classifications.get(request.classificationId());
        if (batches == null) {
            return false;
        }
        if (request instanceof DeleteFiles files) {
            Set<String> there = batches.getOrDefault(files.batchId(), Set.of());
            return there.containsAll(files.fileIds()) && there.removeAll(files.fileIds());
        }
        if (request instanceof DeleteBatch batch) {
            return batches.remove(batch.batchId()) != null;
        }
        return classifications.remove(request.classificationId()) != null;
    }
}
