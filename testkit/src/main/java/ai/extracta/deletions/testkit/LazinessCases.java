package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Nothing happens that no subscriber asked for. */
final class LazinessCases {

    private LazinessCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("does nothing before it is subscribed to", LazinessCases::nothingBefore),
                new ContractCase("sends one request for each subscription", LazinessCases::eachSubscription),
                new ContractCase("sends one request for each of several subscriptions at once", LazinessCases::atOnce),
                new ContractCase("emits nothing before it is requested", LazinessCases::nothingUnrequested),
                new ContractCase(
                        "returns to the subscriber without waiting for the answer", LazinessCases::doesNotWait),
                new ContractCase(
                        "signals on another thread than the subscriber's, which may be blocked",
                        LazinessCases::threads),
                new ContractCase("keeps the subscriber's context on an answer", LazinessCases::contextOnAnswer),
                new ContractCase("keeps the subscriber's context on a failure", LazinessCases::contextOnFailure));
    }

    private static void nothingBefore(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        Mono<TransportResponse> unused = transport.exchange(Trial.deletion(server.uri("/unused")));
        Trial.answer(transport, server.uri("/used"));
        assertThat(unused).isNotNull();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/used");
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void eachSubscription(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        Mono<TransportResponse> exchange = trial.transport().exchange(Trial.deletion(server.uri()));
        Trial.answer(exchange);
        Trial.answer(exchange);
        assertThat(server.requests()).hasSize(2);
    }

    private static void atOnce(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            int number = actor.read().connection();
            actor.awaitRelease();
            actor.write(RawAnswers.ok("connection " + number));
        });
        Mono<String> exchange =
                trial.transport().exchange(Trial.deletion(server.uri())).map(Trial::text);
        CompletableFuture<List<String>> all =
                Flux.range(1, 3).flatMap(i -> exchange).collectList().toFuture();
        server.awaitRequests(3);
        List.of(1, 2, 3).forEach(each -> server.release());
        assertThat(all.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .containsExactlyInAnyOrder("connection 1", "connection 2", "connection 3");
        assertThat(server.requests()).hasSize(3);
    }

    private static void nothingUnrequested(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        AtomicInteger answers = new AtomicInteger();
        BaseSubscriber<TransportResponse> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Asks for nothing.
            }

            @Override
            protected void hookOnNext(TransportResponse response) {
                answers.incrementAndGet();
            }
        };
        transport.exchange(Trial.deletion(server.uri())).subscribe(subscriber);
        Trial.answer(transport, server.uri());
        assertThat(answers).hasValue(0);
        subscriber.request(1);
        server.awaitRequests(2);
        subscriber.cancel();
        assertThat(server.requests()).hasSize(2);
    }

    private static void doesNotWait(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.hold();
        });
        HttpTransport transport = trial.transport();
        CompletableFuture<Disposable> subscribed = CompletableFuture.supplyAsync(
                () -> transport.exchange(Trial.deletion(server.uri())).subscribe(unexpected -> {}, afterwards -> {}));
        server.awaitRequests(1);
        subscribed.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS).dispose();
    }

    private static void threads(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        AtomicReference<Thread> signalled = new AtomicReference<>(Thread.currentThread());
        CountDownLatch answered = new CountDownLatch(1);
        Disposable call = trial.transport()
                .exchange(Trial.deletion(server.uri()))
                .subscribe(response -> {
                    signalled.set(Thread.currentThread());
                    answered.countDown();
                });
        assertThat(answered.await(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("answered while the subscriber's thread waits")
                .isTrue();
        call.dispose();
        assertThat(signalled.get()).isNotSameAs(Thread.currentThread());
    }

    private static void contextOnAnswer(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        Mono<String> trace = trial.transport()
                .exchange(Trial.deletion(server.uri()))
                .flatMap(response -> Mono.deferContextual(context -> Mono.just(context.<String>get("trace"))))
                .contextWrite(context -> context.put("trace", "t-1"));
        assertThat(trace.block(Trial.LIMIT)).isEqualTo("t-1");
    }

    private static void contextOnFailure(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.Actor::read);
        Mono<String> trace = trial.transport()
                .exchange(Trial.deletion(server.uri()))
                .map(Trial::text)
                .onErrorResume(failure -> Mono.deferContextual(context -> Mono.just(context.<String>get("trace"))))
                .contextWrite(context -> context.put("trace", "t-1"));
        assertThat(trace.block(Duration.ofSeconds(10))).isEqualTo("t-1");
    }
}
