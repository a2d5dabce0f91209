package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.micrometer.DeletionObservationDocumentation.IdKeys;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ids of a call. */
final class IdKeyValues {

    /** A call can have thousands of files, and a tracer truncates a long value anyway. */
    private static final int MAX_FILES = 100;

    private IdKeyValues() {}

    static KeyValues of(CallObservationContext context) {
        DeletionRequest request = context.getRequest();
        List<KeyValue> values = new ArrayList<>();
        values.add(IdKeys.CLASSIFICATION_ID.withValue(request.classificationId()));
        if (request instanceof DeleteBatch batch) {
            values.add(IdKeys.BATCH_ID.withValue(batch.batchId()));
        } else if (request instanceof DeleteFiles files) {
            values.add(IdKeys.BATCH_ID.withValue(files.batchId()));
            values.add(IdKeys.FILE_IDS.withValue(
                    files.fileIds().stream().limit(MAX_FILES).collect(Collectors.joining(","))));
        }
        requestId(context).map(IdKeys.REQUEST_ID::withValue).ifPresent(values::add);
        return KeyValues.of(values);
    }

    private static Optional<String> requestId(CallObservationContext context) {
        return context.getReceipt()
                .map(DeletionReceipt::requestId)
                .filter(id -> !id.isEmpty())
                .or(() -> context.getFailure()
                        .filter(ResponseException.class::isInstance)
                        .flatMap(failure ->
                                ((ResponseException) failure).headers().first("x-request-id")));
    }
}
