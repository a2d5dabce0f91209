package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/** Vert.x Web Client with its defaults, without encoding or parsing JSON. */
final class RawVertx implements Contender {

    private final Buffer body = Buffer.buffer(Target.body());
    private final String uri;
    private final Vertx vertx = Vertx.vertx();
    private final WebClient client;

    RawVertx(Target target) {
        uri = target.uri();
        client = WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(Target.CONNECTIONS));
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, RawVertx::new);
    }

    Context context() {
        return vertx.getOrCreateContext();
    }

    @Override
    public void send(Completion completion) {
        call().onComplete(
                        response -> completion.complete(
                                response.statusCode(), response.body().length()),
                        completion::failed);
    }

    @Override
    public void sendAndWait() {
        HttpResponse<Buffer> response =
                call().toCompletionStage().toCompletableFuture().join();
        Target.requireExpected(response.statusCode(), response.body().length());
    }

    private Future<HttpResponse<Buffer>> call() {
        return client.deleteAbs(uri)
                .putHeader("Authorization", Target.AUTHORIZATION)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json")
                .sendBuffer(body);
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
