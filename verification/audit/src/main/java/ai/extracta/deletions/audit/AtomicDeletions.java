package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The single things that requests name, each as the request for it alone: a classification, a batch or one file. */
final class AtomicDeletions {

    /** As in a request's body and in a ledger; the ids of an audit need no escapes. */
    private static final Pattern REQUEST = Pattern.compile("\"classificationId\":\"([^\"]*)\""
            + "(?:,\"batchId\":\"([^\"]*)\"(?:,\"fileIds\":\\[\"([^\\]]*)\"\\])?)?");

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

    /** Everything that is there. */
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

    /** Whether the deletion of the one takes the other along, or is the same. */
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
     * Finds the first request in a text.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DeletionRequest parse(String json) {
        Matcher match = REQUEST.matcher(json);
        if (!match.find()) {
            throw new IllegalArgumentException("there is no request in " + json);
        }
        String classification = match.group(1);
        if (match.group(3) != null) {
            return new DeleteFiles(
                    classification, match.group(2), List.of(match.group(3).split("\",\"", -1)));
        }
        return match.group(2) == null
                ? new DeleteClassification(classification)
                : new DeleteBatch(classification, match.group(2));
    }

    /** The request as {@link #parse} reads it. */
    static String json(DeletionRequest request) {
        String classification = "{\"classificationId\":\"" + request.classificationId() + "\"";
        if (request instanceof DeleteBatch batch) {
            return classification + ",\"batchId\":\"" + batch.batchId() + "\"}";
        }
        return request instanceof DeleteFiles files
                ? classification + ",\"batchId\":\"" + files.batchId() + "\",\"fileIds\":[\""
                        + String.join("\",\"", files.fileIds()) + "\"]}"
                : classification + "}";
    }
}
