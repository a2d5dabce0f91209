package ai.extracta.deletions.benchmarks.peers;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** The HTTP client of the AWS SDKs on Netty, without encoding or parsing JSON. */
final class AwsNetty implements Contender {

    private final byte[] body = Target.body();
    private final URI uri;
    private final SdkAsyncHttpClient client = NettyNioAsyncHttpClient.builder()
            .maxConcurrency(Target.CONNECTIONS)
            .protocol(Target.HTTP_2 ? Protocol.HTTP2 : Protocol.HTTP1_1)
            .protocolNegotiation(Target.HTTP_2 ? ProtocolNegotiation.ALPN : ProtocolNegotiation.ASSUME_PROTOCOL)
            .build();

    private AwsNetty(Target target) {
        uri = URI.create(target.uri());
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, AwsNetty::new);
    }

    @Override
    public void send(Completion completion) {
        ResponseCollector response = new ResponseCollector();
        CompletableFuture<Void> unused = call(response).whenComplete((ended, failure) -> {
            if (failure == null) {
                completion.complete(response.status(), response.length());
            } else {
                completion.failed(failure);
            }
        });
    }

    @Override
    public void sendAndWait() {
        ResponseCollector response = new ResponseCollector();
        call(response).join();
        Target.requireExpected(response.status(), response.length());
    }

    private CompletableFuture<Void> call(ResponseCollector response) {
        return client.execute(AsyncExecuteRequest.builder()
                .request(request())
                .requestContentPublisher(new BytesPublisher(body))
                .responseHandler(response)
                .build());
    }

    private SdkHttpRequest request() {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.DELETE)
                .uri(uri)
                .putHeader("Host", uri.getAuthority())
                .putHeader("Authorization", Target.AUTHORIZATION)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json")
                .putHeader("Content-Length", String.valueOf(body.length))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
