package ai.extracta.deletions.samples.guide;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.vertx.VertxTransport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.URI;

// snippet: vertx
final class ErasureVerticle extends VerticleBase {

    private final URI baseUri;
    private HttpTransport transport;
    private ClassificationDeletions deletions;

    ErasureVerticle(URI baseUri) {
        this.baseUri = baseUri;
    }

    @Override
    public Future<?> start() {
        transport = VertxTransport.using(vertx, TransportSettings.defaults());
        deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .baseUri(baseUri)
                .transport(transport)
                .build();
        return Future.succeededFuture();
    }

    Future<DeletionReceipt> erase(String batchId) {
        return Future.fromCompletionStage(
                deletions.deleteBatch("cls-1", batchId).toFuture(), context);
    }

    @Override
    public Future<?> stop() {
        return Future.fromCompletionStage(
                deletions.closeLater().then(transport.closeLater()).toFuture(), context);
    }
}
// end
