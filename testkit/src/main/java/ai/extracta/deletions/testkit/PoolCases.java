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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections are reused only where that is safe. */
final class PoolCases {

    private static final int MAX_CONNECTIONS = 3;
    private static final int EXCHANGES = 20;
    private static final int CLOSING_ROUNDS = 5;
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(1);
    private static final Duration SERVER_IDLE_TIMEOUT = Duration.ofSeconds(2);

    private PoolCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase(
                        "does not reuse a connection that the response closes",
                        context -> doesNotReuse(context, RawResponses.response(200, "", "connection: close"))),
                new ContractCase(
                        "does not reuse a connection after HTTP/1.0",
                        context -> doesNotReuse(context, "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n")),
                new ContractCase("assigns surplus bytes to no other request", PoolCases::surplusBytes),
                new ContractCase(
                        "does not reuse a connection after two responses",
                        context -> doesNotReuse(context, RawResponses.ok("") + RawResponses.ok("second"))),
                new ContractCase("opens no more connections than allowed", PoolCases::connectionLimit),
                new ContractCase("prefers the connection used last", PoolCases::lastUsedFirst),
                new ContractCase("closes idle connections", PoolCases::idleTimeout),
                new ContractCase(
                        "closes idle connections that the server would keep for longer", PoolCases::longKeepAlive),
                new ContractCase(
                        "closes a connection before the announced keep-alive has passed", PoolCases::keepAlive),
                new ContractCase("allows any number of connections", PoolCases::unlimited),
                new ContractCase(
                        "survives that all idle connections are closed at once",
                        context -> closedAtOnce(context, false)),
                new ContractCase(
                        "survives that all idle connections are closed at once over TLS",
                        context -> closedAtOnce(context, true)),
                new ContractCase(
                        "loses no sparse call to a server that closes after 2 s", PoolCases::sparseExchanges)));
        for (int status : new int[] {200, 204, 302, 404, 429, 500, 503}) {
            cases.add(new ContractCase("reuses a connection after " + status, context -> reuses(context, status)));
        }
        return cases;
    }

    private static void reuses(ContractContext context, int status) {
        String response = status == 204 ? RawResponses.head(204, "x-a: 1") : RawResponses.response(status, "{}");
        ScriptedServer server = context.startServer(ScriptedServer.answering(response));
        HttpTransport transport = context.transport();
        for (int i = 0; i < 10; i++) {
            ContractContext.awaitResponse(transport, server.uri());
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void doesNotReuse(ContractContext context, String lastResponse) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(connection.number() == 1 ? lastResponse : RawResponses.ok("own"));
            ScriptedServer.answering(RawResponses.ok("own")).run(connection);
        });
        HttpTransport transport = context.singleConnectionTransport();
        succeedsOrReportsMaybeSent(transport.exchange(ContractContext.deletion(server.uri("/first"))));
        assertThat(ContractContext.text(ContractContext.awaitResponse(transport, server.uri("/second"))))
                .isEqualTo("own");
        server.awaitDisconnects(1);
        assertThat(server.requests())
                .filteredOn(request -> request.connection() == 1)
                .hasSize(1);
    }

    /** An incomplete surplus response cannot be distinguished from the beginning of the next one. */
    private static void surplusBytes(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                boolean first = connection.read().target().equals("/first");
                connection.write(RawResponses.ok("") + (first ? "more than announced" : ""));
            }
        });
        HttpTransport transport = context.singleConnectionTransport();
        succeedsOrReportsMaybeSent(transport.exchange(ContractContext.deletion(server.uri("/first"))));
        succeedsOrReportsMaybeSent(transport.exchange(ContractContext.deletion(server.uri("/second"))));
        assertThat(ContractContext.awaitResponse(transport, server.uri("/third"))
                        .status())
                .isEqualTo(200);
        assertThat(server.requests()).hasSize(3);
    }

    /** Surplus bytes may make the response fail. */
    private static void succeedsOrReportsMaybeSent(Mono<TransportResponse> exchange) {
        Boolean truthful = exchange.map(response -> response.status() == 200)
                .onErrorResume(TransportException.class, failure -> Mono.just(failure.maybeSent()))
                .block(ContractContext.TIMEOUT);
        assertThat(truthful).isTrue();
    }

    private static void connectionLimit(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                connection.read();
                connection.awaitRelease();
                connection.write(RawResponses.ok(""));
            }
        });
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxConnections(MAX_CONNECTIONS).build());
        CompletableFuture<List<TransportResponse>> exchanges = Flux.range(1, EXCHANGES)
                .flatMap(i -> transport.exchange(ContractContext.deletion(server.uri("/" + i))), EXCHANGES)
                .collectList()
                .toFuture();
        server.awaitRequests(MAX_CONNECTIONS);
        IntStream.range(0, EXCHANGES).forEach(i -> server.release());
        assertThat(exchanges.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .hasSize(EXCHANGES);
        assertThat(server.connections()).isEqualTo(MAX_CONNECTIONS);
        assertThat(server.requests()).hasSize(EXCHANGES);
    }

    private static void lastUsedFirst(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                if (connection.read().target().equals("/held")) {
                    connection.awaitRelease();
                }
                connection.write(RawResponses.ok(""));
            }
        });
        HttpTransport transport = context.transport();
        Mono<TransportResponse> held = transport.exchange(ContractContext.deletion(server.uri("/held")));
        CompletableFuture<?> all = Mono.when(held, held, held).toFuture();
        server.awaitRequests(3);
        IntStream.range(0, 3).forEach(i -> server.release());
        all.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            ContractContext.awaitResponse(transport, server.uri("/free"));
        }
        assertThat(server.requests())
                .filteredOn(request -> request.target().equals("/free"))
                .extracting(ReceivedRequest::connection)
                .hasSize(5)
                .containsOnly(server.requests().get(3).connection());
    }

    private static void keepAlive(ContractContext context) {
        ScriptedServer server = context.startServer(
                ScriptedServer.answering(RawResponses.response(200, "", "Keep-Alive: timeout=1, max=100")));
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxIdleTime(Duration.ofMinutes(1)).build());
        ContractContext.awaitResponse(transport, server.uri());
        server.awaitDisconnects(1);
    }

    /** Nor does it take an announced 0 for ever. */
    private static void longKeepAlive(ContractContext context) {
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxIdleTime(MAX_IDLE_TIME).build());
        for (String announced : List.of("timeout=600", "timeout=0", "max=5")) {
            ScriptedServer server = context.startServer(
                    ScriptedServer.answering(RawResponses.response(200, "", "Keep-Alive: " + announced)));
            TransportResponse response = ContractContext.awaitResponse(transport, server.uri());
            assertThat(response.headers().first("keep-alive")).contains(announced);
            server.awaitDisconnects(1);
        }
    }

    private static void unlimited(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxConnections(Integer.MAX_VALUE).build());
        assertThat(ContractContext.awaitResponse(transport, server.uri()).status())
                .isEqualTo(200);
    }

    /** A call to a connection that is being closed was not sent and can be retried, or its outcome is unknown. */
    private static void closedAtOnce(ContractContext context, boolean tls) {
        Queue<ScriptedServer.Connection> connections = new ConcurrentLinkedQueue<>();
        ScriptedServer.Script script = connection -> {
            connections.add(connection);
            ScriptedServer.answering(RawResponses.ok("")).run(connection);
        };
        ScriptedServer server = context.closeAtEnd(
                tls
                        ? ScriptedServer.startTls(TestCertificate.VALID.serverSockets(), script)
                        : ScriptedServer.start(script));
        HttpTransport transport = context.transport(TransportSettings.builder()
                .trust(List.of(TestCertificate.VALID.authority()))
                .build());
        Mono<Void> callsAtOnce = Flux.range(0, EXCHANGES)
                .flatMap(i -> truthfulIfClosed(transport.exchange(ContractContext.deletion(server.uri()))), EXCHANGES)
                .then();
        for (int round = 0; round < CLOSING_ROUNDS; round++) {
            callsAtOnce.block(ContractContext.TIMEOUT);
            closeAll(connections);
        }
        callsAtOnce.block(ContractContext.TIMEOUT);
    }

    private static void closeAll(Queue<ScriptedServer.Connection> connections) {
        for (ScriptedServer.Connection next = connections.poll(); next != null; next = connections.poll()) {
            try {
                next.close();
            } catch (IOException alreadyClosed) {
                // It is closed, which is all that matters.
            }
        }
    }

    private static Mono<TransportResponse> truthfulIfClosed(Mono<TransportResponse> exchange) {
        return exchange.onErrorResume(TransportException.class, failure -> switch (failure.kind()) {
            case CONNECT, NOT_PROCESSED -> failure.maybeSent() ? Mono.error(failure) : truthfulIfClosed(exchange);
            case CONNECTION_LOST -> failure.maybeSent() ? Mono.empty() : Mono.error(failure);
            default -> Mono.error(failure);
        });
    }

    private static void idleTimeout(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxIdleTime(MAX_IDLE_TIME).build());
        ContractContext.awaitResponse(transport, server.uri());
        server.awaitDisconnects(1);
    }

    /** Calls come about when the server closes, to one server of each pace. */
    private static void sparseExchanges(ContractContext context) {
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxIdleTime(MAX_IDLE_TIME).build());
        List<Flux<TransportResponse>> streams = LongStream.of(1_000, 1_500, 1_900, 1_990, 2_000, 2_010, 2_100)
                .mapToObj(millis -> {
                    ScriptedServer server = context.startServer(PoolCases::closingWhenIdle);
                    return Flux.interval(Duration.ZERO, Duration.ofMillis(millis))
                            .take(4)
                            .concatMap(i -> transport.exchange(ContractContext.deletion(server.uri())));
                })
                .toList();
        Mono<List<TransportResponse>> all = Flux.merge(streams).collectList();
        assertThat(all.block(ContractContext.TIMEOUT.multipliedBy(2))).hasSize(streams.size() * 4);
    }

    private static void closingWhenIdle(ScriptedServer.Connection connection) throws IOException {
        while (connection.readWithin(SERVER_IDLE_TIMEOUT)) {
            connection.write(RawResponses.ok(""));
        }
    }
}
