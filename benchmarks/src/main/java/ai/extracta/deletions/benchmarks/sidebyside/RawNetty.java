package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty with its defaults, without encoding or parsing JSON. */
final class RawNetty implements Contender {

    private final byte[] body = Target.body();
    private final String uri;
    private final ConnectionProvider connections;
    private final HttpClient client;

    RawNetty(Target target) {
        uri = target.uri();
        connections = Target.HTTP_2 ? sharedByStreams() : ConnectionProvider.create("raw-netty", Target.CONNECTIONS);
        HttpClient http = HttpClient.create(connections);
        client = (Target.HTTP_2 ? http.protocol(HttpProtocol.H2).secure() : http)
                .headers(headers -> headers.set("Authorization", Target.AUTHORIZATION)
                        .set("Content-Type", "application/json")
                        .set("Accept", "application/json"));
    }

    /** By default, each call that finds no open connection opens one, although they can share it. */
    private static ConnectionProvider sharedByStreams() {
        return ConnectionProvider.builder("raw-netty")
                .allocationStrategy(Http2AllocationStrategy.builder()
                        .minConnections(1)
                        .maxConnections(Target.CONNECTIONS)
                        .build())
                .build();
    }

    public static void main(String[] arguments) {
        ClientMain.run(arguments, RawNetty::new);
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

    private Mono<byte[]> call() {
        return client.delete()
                .uri(uri)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, content) -> content.asByteArray()
                        .doOnNext(bytes ->
                                Target.requireExpected(response.status().code(), bytes.length)));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
