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
 * The files of one batch, to be deleted one by one or in whatever way is better.
 *
 * @param baseUri where
 * @param key with which
 * @param transport through which
 * @param batch all files of which
 * @param files how many these are
 */
record BulkWorkload(URI baseUri, String key, String transport, String batch, int files) {

    static final String CLASSIFICATION = "cls-1";

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
