package ai.extracta.deletions.benchmarks.peers;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.http.vertx.VertxHttpClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import reactor.core.publisher.Mono;

/** The HTTP pipeline of the Azure SDKs on Vert.x, without encoding or parsing JSON. */
final class AzureVertx implements Contender {

    private final byte[] body = Target.body();
    private final String uri;
    private final Vertx vertx = Vertx.vertx();
    private final HttpPipeline pipeline;

    private AzureVertx(Target target) {
        uri = target.uri();
        pipeline = new HttpPipelineBuilder()
                .policies(new UserAgentPolicy("azsdk-java-peer/1"), new RequestIdPolicy(), new RetryPolicy())
                .httpClient(new VertxHttpClientBuilder()
                        .vertx(vertx)
                        .httpClientOptions(new HttpClientOptions().setMaxPoolSize(Target.CONNECTIONS))
                        .build())
                .build();
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, AzureVertx::new);
    }

    @Override
    public void send(Completion completion) {
        call().subscribe(response -> completion.succeeded(), completion::failed);
    }

    @Override
    public void sendAndWait() {
        call().block();
    }

    private Mono<byte[]> call() {
        return pipeline.send(request()).flatMap(response -> response.getBodyAsByteArray()
                .doOnNext(bytes -> Target.requireExpected(response.getStatusCode(), bytes.length)));
    }

    private HttpRequest request() {
        return new HttpRequest(HttpMethod.DELETE, uri)
                .setHeader(HttpHeaderName.AUTHORIZATION, Target.AUTHORIZATION)
                .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
                .setHeader(HttpHeaderName.ACCEPT, "application/json")
                .setBody(body);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
