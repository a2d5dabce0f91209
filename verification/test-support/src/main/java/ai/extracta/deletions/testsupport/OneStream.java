package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeleteBatch;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Deletes a stream of requests. */
public final class OneStream extends ClientProgram {

    @Override
    Publisher<?> use(ClassificationDeletions client) {
        DeleteBatch request = new DeleteBatch("cls-1", "batch-1");
        return client.deleteAll(Flux.just(request, request));
    }
}
