package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Splits requests into atomic ones, each of which names a classification, a batch or one file, and converts them from
 * and to JSON.
 */
final class AtomicDeletions {

    private static final JsonMapper JSON = new JsonMapper();

    private AtomicDeletions() {}

    static Stream<DeletionRequest> of(DeletionRequest request) {
        return request instanceof DeleteFiles files
                ? files.fileIds().stream()
                        .map(id -> new DeleteFiles(files.classificationId(), files.batchId(), List.of(id)))
                : Stream.of(request);
    }

    static Set<DeletionRequest> of(Collection<? extends DeletionRequest> requests) {
        return requests.stream().flatMap(AtomicDeletions::of).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** One request for each existing classification, batch and file. */
    static Set<DeletionRequest> in(Collection<Classification> classifications) {
        Set<DeletionRequest> units = new LinkedHashSet<>();
        for (Classification classification : classifications) {
            String id = classification.classificationId();
            units.add(new DeleteClassification(id));
            classification.batches().forEach(batch -> {
                units.add(new DeleteBatch(id, batch.batchId()));
                batch.fileIds().forEach(file -> units.add(new DeleteFiles(id, batch.batchId(), List.of(file))));
            });
        }
        return units;
    }

    /** Whether the wider deletion encloses the narrower one or equals it. */
    static boolean subsumes(DeletionRequest wider, DeletionRequest narrower) {
        if (wider.equals(narrower) || !wider.classificationId().equals(narrower.classificationId())) {
            return wider.equals(narrower);
        }
        return wider instanceof DeleteClassification
                || (wider instanceof DeleteBatch batch
                        && narrower instanceof DeleteFiles files
                        && batch.batchId().equals(files.batchId()));
    }

    /**
     * Parses a request as it is in the body of an HTTP request.
     *
     * @throws IllegalArgumentException if there is no valid id where one is needed
     */
    static DeletionRequest parse(String json) {
        return parse(readTree(json));
    }

    static DeletionRequest parse(JsonNode json) {
        String classification = json.path("classificationId").asText();
        String batch = json.path("batchId").asText();
        if (json.has("fileIds")) {
            List<String> files = new ArrayList<>();
            json.path("fileIds").forEach(id -> files.add(id.asText()));
            return new DeleteFiles(classification, batch, files);
        }
        return json.has("batchId") ? new DeleteBatch(classification, batch) : new DeleteClassification(classification);
    }

    static JsonNode readTree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a request for {@link #parse(String)}. */
    static String json(DeletionRequest request) {
        try {
            return JSON.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
