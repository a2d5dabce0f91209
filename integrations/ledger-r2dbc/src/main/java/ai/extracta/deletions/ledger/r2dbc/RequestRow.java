package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A request as the columns of its row. What a wider request does not have is empty, since an array of a statement must
 * not contain nulls.
 */
record RequestRow(UUID key, String classificationId, String batchId, String fileIds) {

    static RequestRow of(DeletionRequest request) {
        UUID key = RequestKey.of(request);
        if (request instanceof DeleteFiles files) {
            return new RequestRow(key, files.classificationId(), files.batchId(), json(files.fileIds()));
        }
        String batchId = request instanceof DeleteBatch batch ? batch.batchId() : "";
        return new RequestRow(key, request.classificationId(), batchId, "");
    }

    /** One row per request. */
    static List<RequestRow> distinct(List<DeletionRequest> requests) {
        return requests.stream().distinct().map(RequestRow::of).toList();
    }

    /** Ids have no control characters. */
    private static String json(List<String> ids) {
        return ids.stream()
                .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }
}
