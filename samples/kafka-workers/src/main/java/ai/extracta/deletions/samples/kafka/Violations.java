package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where what the workers wrote is not what the server did. */
final class Violations {

    private final List<String> violations = new ArrayList<>();

    private Violations() {}

    static List<String> of(Workload workload, Outcomes outcomes, ExtractaSimulator simulator) {
        Violations found = new Violations();
        Set<DeletionRequest> existing = files(simulator);
        for (DeletionRequest request : outcomes.deleted()) {
            found.addIf(existing.contains(request), "reported as deleted, and exists: ", request);
            found.addIf(!workload.valid().contains(request), "reported as deleted, and never existed: ", request);
        }
        for (DeletionRequest request : workload.valid()) {
            boolean isFinished = outcomes.deleted().contains(request)
                    || outcomes.absent().contains(request)
                    || outcomes.notCertain().contains(request);
            found.addIf(!isFinished, "neither result nor dead letter: ", request);
            found.addIf(outcomes.refused().contains(request), "refused, although it existed: ", request);
        }
        for (DeletionRequest request : outcomes.absent()) {
            found.addIf(existing.contains(request), "reported as absent, and exists: ", request);
        }
        for (DeletionRequest request : workload.invalid()) {
            boolean isReported =
                    outcomes.refused().contains(request) || outcomes.absent().contains(request);
            found.addIf(!isReported, "reported neither as refused nor as absent: ", request);
        }
        found.addIf(
                outcomes.unreadable() != workload.unreadable(),
                "unreadable messages without a dead letter: ",
                workload.unreadable() - outcomes.unreadable());
        return found.violations;
    }

    private void addIf(boolean isViolation, String message, Object subject) {
        if (isViolation) {
            violations.add(message + subject);
        }
    }

    private static Set<DeletionRequest> files(ExtractaSimulator simulator) {
        Set<DeletionRequest> files = new HashSet<>();
        for (Classification classification : simulator.classifications()) {
            for (Batch batch : classification.batches()) {
                batch.fileIds()
                        .forEach(file -> files.add(
                                new DeleteFiles(classification.classificationId(), batch.batchId(), List.of(file))));
            }
        }
        return files;
    }
}
