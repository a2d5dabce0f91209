package ai.extracta.deletions.benchmarks;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * The files of one batch to delete, and how to reach the API.
 *
 * @param baseUri the base URI
 * @param key the API key
 * @param transport the name of the transport
 * @param batch the batch, all of whose files are deleted
 * @param files the number of files
 * @param database the R2DBC URL of a database for a ledger, empty if there is none
 */
record BulkWorkload(URI baseUri, String key, String transport, String batch, int files, String database) {

    static final String CLASSIFICATION = "cls-1";
    static final String WARM_UP = "warm";
    static final String TIMED = "timed";

    String file(int number) {
        return batch + "-file-" + number;
    }

    Flux<DeletionRequest> requests() {
        return Flux.range(0, files).map(i -> new DeleteFiles(CLASSIFICATION, batch, List.of(file(i))));
    }

    ClassificationDeletions client() {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(key))
                .baseUri(baseUri)
                .transport(transport)
                .build();
    }

    long count(Flux<?> elements) {
        return Objects.requireNonNull(elements.count().block());
    }
}
