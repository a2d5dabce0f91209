package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeletionRequest;

/** The kind of a deletion, as a value of few different ones. */
final class Operation {

    private Operation() {}

    static String of(DeletionRequest request) {
        if (request instanceof DeleteClassification) {
            return "classification";
        }
        return request instanceof DeleteBatch ? "batch" : "files";
    }
}
