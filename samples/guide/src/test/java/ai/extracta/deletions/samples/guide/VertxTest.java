package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VertxTest {

    @RegisterExtension
    final Api api = new Api();

    @Test
    void aVerticleDeletesOnItsOwnContext() throws Exception {
        Vertx vertx = Vertx.vertx();
        ErasureVerticle verticle = new ErasureVerticle(api.simulator().baseUri());
        CompletableFuture<Context> context = new CompletableFuture<>();
        CompletableFuture<String> deployment = new CompletableFuture<>();

        try {
            await(vertx.deployVerticle(verticle).onSuccess(deployment::complete));
            await(verticle.erase("batch-8").onSuccess(receipt -> context.complete(Vertx.currentContext())));
            await(vertx.undeploy(deployment.join()));
        } finally {
            await(vertx.close());
        }

        assertThat(context).isCompletedWithValueMatching(it -> it.deploymentID().equals(deployment.join()));
        assertThat(api.simulator().deletions()).containsExactly(new DeleteBatch("cls-1", "batch-8"));
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(Api.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
