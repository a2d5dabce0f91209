package ai.extracta.deletions.benchmarks.peers;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Spring WebClient on Reactor Netty, as an application uses it, with beans for the request and the response. */
final class SpringWebClient implements Contender {

    private final String uri;
    private final ConnectionProvider connections;
    private final WebClient client;

    private SpringWebClient(Target target) {
        uri = target.uri();
        connections = Target.HTTP_2 ? sharedByStreams() : ConnectionProvider.create("webclient", Target.CONNECTIONS);
        HttpClient http = HttpClient.create(connections);
        client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(
                        Target.HTTP_2 ? http.protocol(HttpProtocol.H2).secure() : http))
                .defaultHeader(HttpHeaders.AUTHORIZATION, Target.AUTHORIZATION)
                .build();
    }

    /** By default, each call that finds no open connection opens one, although they can share it. */
    private static ConnectionProvider sharedByStreams() {
        return ConnectionProvider.builder("webclient")
                .allocationStrategy(Http2AllocationStrategy.builder()
                        .minConnections(1)
                        .maxConnections(Target.CONNECTIONS)
                        .build())
                .build();
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, SpringWebClient::new);
    }

    @Override
    public void send(Completion completion) {
        call().subscribe(response -> completion.succeeded(), completion::failed);
    }

    @Override
    public Runnable sendCancellable(Completion completion) {
        return call().subscribe(response -> completion.succeeded(), completion::failed)::dispose;
    }

    @Override
    public void sendAndWait() {
        call().block();
    }

    private Mono<Response> call() {
        return client.method(HttpMethod.DELETE)
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(new Deletion(Target.CLASSIFICATION, Target.BATCH, Target.FILES))
                .retrieve()
                .bodyToMono(Response.class)
                .doOnNext(Response::requireSuccess);
    }

    @Override
    public void close() {
        connections.dispose();
    }

    record Deletion(String classificationId, String batchId, List<String> fileIds) {}

    record Response(String status, String message) {

        void requireSuccess() {
            if (!status.equals("success")) {
                throw new IllegalStateException(message);
            }
        }
    }
}
