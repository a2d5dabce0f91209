package ai.extracta.deletions.testkit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A documented endpoint: its path, its request body, and its message, which is the same in the documentation's 200 and
 * 400.
 */
record Endpoint(String path, String message, Function<ObjectNode, DeletionRequest> reader) {

    static final String BASE_PATH = "/api/v1";

    static final Endpoint CLASSIFICATION = new Endpoint(
            BASE_PATH + "/documentClassification/deleteClassification",
            "Classification deleted",
            body -> new DeleteClassification(id(body, "classificationId")));

    private static final Endpoint BATCH = new Endpoint(
            BASE_PATH + "/documentClassification/deleteBatch",
            "Batch deleted",
            body -> new DeleteBatch(id(body, "classificationId"), id(body, "batchId")));

    private static final Endpoint FILES = new Endpoint(
            BASE_PATH + "/documentClassification/deleteFiles",
            "Files deleted",
            body -> new DeleteFiles(id(body, "classificationId"), id(body, "batchId"), ids(body, "fileIds")));

    static Optional<Endpoint> find(String path) {
        return Stream.of(CLASSIFICATION, BATCH, FILES)
                .filter(endpoint -> endpoint.path.equals(path))
                .findFirst();
    }

    /**
     * Reads what is to be deleted.
     *
     * @throws IllegalArgumentException if anything about it is missing or wrong, with a message for the client
     */
    DeletionRequest read(byte[] body) {
        return reader.apply(Json.readObject(body));
    }

    private static String id(ObjectNode body, String name) {
        return text(body.path(name), name);
    }

    private static List<String> ids(ObjectNode body, String name) {
        JsonNode list = body.path(name);
        if (list.isMissingNode()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (!list.isArray()) {
            throw new IllegalArgumentException(name + " is not a list of strings");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : list) {
            ids.add(text(id, name + "[" + ids.size() + "]"));
        }
        return ids;
    }

    private static String text(JsonNode node, String name) {
        if (node.isMissingNode()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (!node.isTextual()) {
            throw new IllegalArgumentException(name + " is not a string");
        }
        return node.textValue();
    }
}
