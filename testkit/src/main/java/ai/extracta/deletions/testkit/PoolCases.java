package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections are used again where that is safe, and only there. */
final class PoolCases {

    private static final int LIMIT = 3;
    private static final int CALLS = 20;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SERVERS_PATIENCE = Duration.ofSeconds(2);

    private PoolCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase(
                        "does not use a connection again that the answer closes",
                        trial -> doesNotReuse(trial, RawAnswers.answer(200, "", "connection: close"))),
                new ContractCase(
                        "does not use a connection again after HTTP/1.0",
                        trial -> doesNotReuse(trial, "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n")),
                new ContractCase("gives nobody what comes behind an answer", PoolCases::surplus),
                new ContractCase(
                        "does not use a connection again after two answers",
                        trial -> doesNotReuse(trial, RawAnswers.ok("") + RawAnswers.ok("second"))),
                new ContractCase("opens no more connections than allowed", PoolCases::limit),
                new ContractCase("prefers the connection used last", PoolCases::lastUsedFirst),
                new ContractCase("closes idle connections", PoolCases::idle),
                new ContractCase("loses no sparse call to a server that closes after 2 s", PoolCases::sparse)));
        for (int status : new int[] {200, 204, 302, 404, 429, 500, 503}) {
            cases.add(new ContractCase("uses a connection again after " + status, trial -> reuses(trial, status)));
        }
        return cases;
    }

    private static void reuses(Trial trial, int status) {
        String answer = status == 204 ? RawAnswers.head(204, "x-a: 1") : RawAnswers.answer(status, "{}");
        ScriptedServer server = trial.serve(ScriptedServer.answering(answer));
        HttpTransport transport = trial.transport();
        for (int i = 0; i < 10; i++) {
            Trial.answer(transport, server.uri());
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void doesNotReuse(Trial trial, String last) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write(actor.number() == 1 ? last : RawAnswers.ok("own"));
            ScriptedServer.answering(RawAnswers.ok("own")).play(actor);
        });
        HttpTransport transport = trial.transportOfOneConnection();
        isAnsweredOrAdmitsNotToKnow(transport.exchange(Trial.deletion(server.uri("/first"))));
        assertThat(Trial.text(Trial.answer(transport, server.uri("/second")))).isEqualTo("own");
        server.awaitDepartures(1);
        assertThat(server.requests())
                .filteredOn(request -> request.connection() == 1)
                .hasSize(1);
    }

    /** Bytes that are no answer yet cannot be told from the beginning of the next one. */
    private static void surplus(Trial trial) {
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                boolean first = actor.read().target().equals("/first");
                actor.write(RawAnswers.ok("") + (first ? "more than announced" : ""));
            }
        });
        HttpTransport transport = trial.transportOfOneConnection();
        isAnsweredOrAdmitsNotToKnow(transport.exchange(Trial.deletion(server.uri("/first"))));
        isAnsweredOrAdmitsNotToKnow(transport.exchange(Trial.deletion(server.uri("/second"))));
        assertThat(Trial.answer(transport, server.uri("/third")).status()).isEqualTo(200);
        assertThat(server.requests()).hasSize(3);
    }

    /** What comes behind an answer may spoil it. */
    private static void isAnsweredOrAdmitsNotToKnow(Mono<TransportResponse> exchange) {
        Boolean truthful = exchange.map(response -> response.status() == 200)
                .onErrorResume(TransportException.class, failure -> Mono.just(failure.maybeSent()))
                .block(Trial.LIMIT);
        assertThat(truthful).isTrue();
    }

    private static void limit(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                actor.read();
                actor.awaitRelease();
                actor.write(RawAnswers.ok(""));
            }
        });
        HttpTransport transport = trial.transport(
                TransportSettings.builder().maxConnections(LIMIT).build());
        CompletableFuture<List<TransportResponse>> calls = Flux.range(1, CALLS)
                .flatMap(i -> transport.exchange(Trial.deletion(server.uri("/" + i))), CALLS)
                .collectList()
                .toFuture();
        server.awaitRequests(LIMIT);
        IntStream.range(0, CALLS).forEach(i -> server.release());
        assertThat(calls.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS)).hasSize(CALLS);
        assertThat(server.connections()).isEqualTo(LIMIT);
        assertThat(server.requests()).hasSize(CALLS);
    }

    private static void lastUsedFirst(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                if (actor.read().target().equals("/held")) {
                    actor.awaitRelease();
                }
                actor.write(RawAnswers.ok(""));
            }
        });
        HttpTransport transport = trial.transport();
        Mono<TransportResponse> held = transport.exchange(Trial.deletion(server.uri("/held")));
        CompletableFuture<?> all = Mono.when(held, held, held).toFuture();
        server.awaitRequests(3);
        IntStream.range(0, 3).forEach(i -> server.release());
        all.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            Trial.answer(transport, server.uri("/free"));
        }
        assertThat(server.requests())
                .filteredOn(request -> request.target().equals("/free"))
                .extracting(ReceivedRequest::connection)
                .hasSize(5)
                .containsOnly(server.requests().get(3).connection());
    }

    private static void idle(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport =
                trial.transport(TransportSettings.builder().maxIdleTime(IDLE).build());
        Trial.answer(transport, server.uri());
        server.awaitDepartures(1);
    }

    /** Calls come about when the server closes, to one server of each pace. */
    private static void sparse(Trial trial) {
        HttpTransport transport =
                trial.transport(TransportSettings.builder().maxIdleTime(IDLE).build());
        List<Flux<TransportResponse>> paces = LongStream.of(1_000, 1_500, 1_900, 1_990, 2_000, 2_010, 2_100)
                .mapToObj(millis -> {
                    ScriptedServer server = trial.serve(PoolCases::closingAfterAWhile);
                    return Flux.interval(Duration.ZERO, Duration.ofMillis(millis))
                            .take(4)
                            .concatMap(i -> transport.exchange(Trial.deletion(server.uri())));
                })
                .toList();
        Mono<List<TransportResponse>> all = Flux.merge(paces).collectList();
        assertThat(all.block(Trial.LIMIT.multipliedBy(2))).hasSize(paces.size() * 4);
    }

    private static void closingAfterAWhile(ScriptedServer.Actor actor) throws IOException {
        while (actor.readWithin(SERVERS_PATIENCE)) {
            actor.write(RawAnswers.ok(""));
        }
    }
}
