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
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;

/** The HTTP pipeline of the Azure SDKs on Reactor Netty, without encoding or parsing JSON. */
final class AzureNetty implements Contender {

    private final byte[] body = Target.body();
    private final String uri;
    private final ConnectionProvider connections;
    private final HttpPipeline pipeline;

    private AzureNetty(Target target) {
        uri = target.uri();
        connections = ConnectionProvider.create("azure-netty", Target.CONNECTIONS);
        pipeline = new HttpPipelineBuilder()
                .policies(new UserAgentPolicy("azsdk-java-peer/1"), new RequestIdPolicy(), new RetryPolicy())
                .httpClient(new NettyAsyncHttpClientBuilder()
                        .connectionProvider(connections)
                        .build())
                .build();
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, AzureNetty::new);
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
        connections.dispose();
    }
}
