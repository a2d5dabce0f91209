package ai.extracta.deletions.kafka;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.stream.Collectors;

/**
 * The ids of a request as a path: the key of its results. Equal requests have equal paths, other requests have other
 * ones.
 */
final class RequestPath {

    private RequestPath() {}

    static String of(DeletionRequest request) {
        String path = escaped(request.classificationId());
        if (request instanceof DeleteBatch batch) {
            return path + "/" + escaped(batch.batchId());
        }
        if (request instanceof DeleteFiles files) {
            return path + "/" + escaped(files.batchId()) + "/"
                    + files.fileIds().stream()
                            .sorted()
                            .map(RequestPath::escaped)
                            .collect(Collectors.joining(","));
        }
        return path;
    }

    /** Percent-encodes the characters that separate ids. */
    private static String escaped(String id) {
        return id.replace("%", "%25").replace("/", "%2F").replace(",", "%2C");
    }
}
