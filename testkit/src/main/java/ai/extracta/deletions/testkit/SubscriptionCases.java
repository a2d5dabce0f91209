package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nothing happens without a subscription. */
final class SubscriptionCases {

    private SubscriptionCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("immediately fails what blocks one of its threads", SubscriptionCases::blocking),
                new ContractCase("does nothing before it is subscribed to", SubscriptionCases::nothingBeforeSubscribe),
                new ContractCase("sends one request for each subscription", SubscriptionCases::requestPerSubscription),
                new ContractCase(
                        "sends one request for each of several concurrent subscriptions",
                        SubscriptionCases::concurrentSubscriptions),
                new ContractCase("emits nothing before it is requested", SubscriptionCases::nothingBeforeRequest),
                new ContractCase(
                        "returns to the subscriber without waiting for the response", SubscriptionCases::doesNotWait),
                new ContractCase(
                        "signals on another thread than the subscriber's, which may be blocked",
                        SubscriptionCases::threads),
                new ContractCase("keeps the subscriber's context on a response", SubscriptionCases::contextOnResponse),
                new ContractCase("keeps the subscriber's context on a failure", SubscriptionCases::contextOnFailure));
    }

    private static void blocking(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        Mono<Object> blocking = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .map(response -> Mono.never().block());
        assertThatThrownBy(() -> blocking.block(ContractContext.TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("blocking, which is not supported in thread");
    }

    private static void nothingBeforeSubscribe(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        Mono<TransportResponse> unused = transport.exchange(ContractContext.deletion(server.uri("/unused")));
        ContractContext.awaitResponse(transport, server.uri("/used"));
        assertThat(unused).isNotNull();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/used");
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void requestPerSubscription(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        Mono<TransportResponse> exchange = context.transport().exchange(ContractContext.deletion(server.uri()));
        ContractContext.awaitResponse(exchange);
        ContractContext.awaitResponse(exchange);
        assertThat(server.requests()).hasSize(2);
    }

    private static void concurrentSubscriptions(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            int number = connection.read().connection();
            connection.awaitRelease();
            connection.write(RawResponses.ok("connection " + number));
        });
        Mono<String> exchange = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .map(ContractContext::text);
        CompletableFuture<List<String>> all =
                Flux.range(1, 3).flatMap(i -> exchange).collectList().toFuture();
        server.awaitRequests(3);
        List.of(1, 2, 3).forEach(each -> server.release());
        assertThat(all.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .containsExactlyInAnyOrder("connection 1", "connection 2", "connection 3");
        assertThat(server.requests()).hasSize(3);
    }

    private static void nothingBeforeRequest(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        AtomicInteger responses = new AtomicInteger();
        BaseSubscriber<TransportResponse> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Requests nothing.
            }

            @Override
            protected void hookOnNext(TransportResponse response) {
                responses.incrementAndGet();
            }
        };
        transport.exchange(ContractContext.deletion(server.uri())).subscribe(subscriber);
        ContractContext.awaitResponse(transport, server.uri());
        assertThat(responses).hasValue(0);
        subscriber.request(1);
        server.awaitRequests(2);
        subscriber.cancel();
        assertThat(server.requests()).hasSize(2);
    }

    private static void doesNotWait(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.hold();
        });
        HttpTransport transport = context.transport();
        CompletableFuture<Disposable> subscribed = CompletableFuture.supplyAsync(() -> transport
                .exchange(ContractContext.deletion(server.uri()))
                .subscribe(unexpected -> {}, afterwards -> {}));
        server.awaitRequests(1);
        subscribed.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS).dispose();
    }

    private static void threads(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        AtomicReference<Thread> signalled = new AtomicReference<>(Thread.currentThread());
        CountDownLatch responded = new CountDownLatch(1);
        Disposable exchange = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .subscribe(response -> {
                    signalled.set(Thread.currentThread());
                    responded.countDown();
                });
        assertThat(responded.await(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("completed while the subscriber's thread waits")
                .isTrue();
        exchange.dispose();
        assertThat(signalled.get()).isNotSameAs(Thread.currentThread());
    }

    private static void contextOnResponse(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        Mono<String> trace = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .flatMap(response ->
                        Mono.deferContextual(reactorContext -> Mono.just(reactorContext.<String>get("trace"))))
                .contextWrite(reactorContext -> reactorContext.put("trace", "t-1"));
        assertThat(trace.block(ContractContext.TIMEOUT)).isEqualTo("t-1");
    }

    private static void contextOnFailure(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.Connection::read);
        Mono<String> trace = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .map(ContractContext::text)
                .onErrorResume(failure ->
                        Mono.deferContextual(reactorContext -> Mono.just(reactorContext.<String>get("trace"))))
                .contextWrite(reactorContext -> reactorContext.put("trace", "t-1"));
        assertThat(trace.block(Duration.ofSeconds(10))).isEqualTo("t-1");
    }
}
