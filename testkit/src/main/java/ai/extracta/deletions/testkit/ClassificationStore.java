package ai.extracta.deletions.testkit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import ai.extracta.deletions.testkit.internal.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The existing classifications and the deletions so far. One lock makes each deletion atomic. */
final class ClassificationStore {

    private final Monitor monitor = new Monitor();

    /** Classification to batch to files, in the order they were added. */
    private final Map<String, Map<String, Set<String>>> classifications = new LinkedHashMap<>();

    private final List<DeletionRequest> deletions = new ArrayList<>();
    private int lastSeeded;

    void add(Classification classification) {
        Map<String, Set<String>> batches = new LinkedHashMap<>();
        classification.batches().forEach(batch -> batches.put(batch.batchId(), new LinkedHashSet<>(batch.fileIds())));
        boolean isNew =
                monitor.locked(() -> classifications.putIfAbsent(classification.classificationId(), batches) == null);
        if (!isNew) {
            throw new IllegalArgumentException(
                    "there is a classification " + classification.classificationId() + " already");
        }
    }

    List<Classification> seed(int count, int batches, int files) {
        return monitor.locked(() -> {
            List<Classification> added = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                added.add(generate(nextId(), batches, files));
                add(added.get(i));
            }
            return List.copyOf(added);
        });
    }

    private String nextId() {
        do {
            lastSeeded++;
        } while (classifications.containsKey("cls-" + lastSeeded));
        return "cls-" + lastSeeded;
    }

    private static Classification generate(String id, int batches, int files) {
        return new Classification(
                id,
                IntStream.rangeClosed(1, batches)
                        .mapToObj(number -> generate(id + "-batch-" + number, files))
                        .toList());
    }

    private static Batch generate(String id, int files) {
        return new Batch(
                id,
                IntStream.rangeClosed(1, files)
                        .mapToObj(number -> id + "-file-" + number)
                        .toList());
    }

    List<Classification> classifications() {
        return monitor.locked(() -> classifications.entrySet().stream()
                .map(entry -> new Classification(entry.getKey(), batches(entry.getValue())))
                .toList());
    }

    private static List<Batch> batches(Map<String, Set<String>> batches) {
        return batches.entrySet().stream()
                .map(entry -> new Batch(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    List<DeletionRequest> deletions() {
        return monitor.locked(() -> List.copyOf(deletions));
    }

    List<DeletionRequest> awaitDeletions(int count, Duration timeout) {
        return monitor.await(
                () -> deletions.size() >= count,
                timeout,
                () -> List.copyOf(deletions),
                () -> "expected " + count + " deletions, there were " + deletions.size() + ": " + deletions);
    }

    /** Deletes all of it, or nothing and returns the reason. */
    Optional<String> delete(DeletionRequest request) {
        return monitor.locked(() -> {
            Optional<String> unknown = remove(request);
            if (unknown.isEmpty()) {
                deletions.add(request);
            }
            return unknown;
        });
    }

    private Optional<String> remove(DeletionRequest request) {
        Map<String, Set<String>> batches = classifications.get(request.classificationId());
        return batches == null ? Optional.of("The classificationId is unknown") : remove(request, batches);
    }

    private Optional<String> remove(DeletionRequest request, Map<String, Set<String>> batches) {
        if (request instanceof DeleteFiles files) {
            return removeFiles(files, batches);
        }
        if (request instanceof DeleteBatch batch) {
            return batches.remove(batch.batchId()) == null ? unknownBatch() : Optional.empty();
        }
        if (request instanceof DeleteClassification classification) {
            classifications.remove(classification.classificationId());
            return Optional.empty();
        }
        throw new IllegalArgumentException("no such deletion: " + request.getClass());
    }

    private static Optional<String> removeFiles(DeleteFiles request, Map<String, Set<String>> batches) {
        Set<String> files = batches.get(request.batchId());
        if (files == null) {
            return unknownBatch();
        }
        long unknown =
                request.fileIds().stream().filter(id -> !files.contains(id)).count();
        if (unknown > 0) {
            return Optional.of(unknown + " of " + request.fileIds().size()
                    + " fileIds are unknown in this batch; nothing was deleted");
        }
        request.fileIds().forEach(files::remove);
        return Optional.empty();
    }

    private static Optional<String> unknownBatch() {
        return Optional.of("The batchId is unknown in this classification");
    }
}
