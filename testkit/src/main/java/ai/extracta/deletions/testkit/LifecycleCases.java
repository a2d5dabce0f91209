package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.Deadline;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Closing fails the exchanges in flight with the true outcome and releases every resource. */
final class LifecycleCases {

    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(2);
    private static final int WARM_UP_EXCHANGES = 2 * Runtime.getRuntime().availableProcessors();
    private static final int CLOSING_ROUNDS = 100;
    private static final int CLOSING_THREADS = 4;
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private LifecycleCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("closes only on subscription", LifecycleCases::lazyClose),
                new ContractCase("can be closed again, and without having been used", LifecycleCases::closesAgain),
                new ContractCase("can be closed by several threads at once", LifecycleCases::closesAtOnce),
                new ContractCase("fails what is in flight when it is closed, as maybe sent", LifecycleCases::inFlight),
                new ContractCase("fails what is queued when it is closed, as not sent", LifecycleCases::queued),
                new ContractCase("fails what is connecting when it is closed, as not sent", LifecycleCases::connecting),
                new ContractCase("fails what comes after it was closed, as not sent", LifecycleCases::afterwards),
                new ContractCase("closes its connections", LifecycleCases::connections),
                new ContractCase(
                        "closes though a subscriber is slow on one of its threads", LifecycleCases::slowSubscriber),
                new ContractCase("leaves others of its make alone when closed", LifecycleCases::otherTransports),
                new ContractCase("ends its threads within 2 s", LifecycleCases::threads));
    }

    private static void lazyClose(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        Mono<Void> unused = transport.closeLater();
        assertThat(ContractContext.awaitResponse(transport, server.uri()).status())
                .isEqualTo(200);
        assertThat(unused).isNotNull();
    }

    private static void closesAgain(ContractContext context) {
        HttpTransport transport = context.transport();
        Mono<Void> closing = transport.closeLater();
        closing.block(ContractContext.TIMEOUT);
        closing.block(ContractContext.TIMEOUT);
        ContractContext.close(transport);
    }

    /** Each of them can meet the others at any moment of their work, so it takes many rounds. */
    private static void closesAtOnce(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        for (int round = 0; round < CLOSING_ROUNDS; round++) {
            HttpTransport transport = context.transport();
            ContractContext.awaitResponse(transport, server.uri());
            CyclicBarrier start = new CyclicBarrier(CLOSING_THREADS);
            CompletableFuture<?>[] closings = Stream.generate(() -> closeWithOthers(transport, start))
                    .limit(CLOSING_THREADS)
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(closings).get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> closeWithOthers(HttpTransport transport, CyclicBarrier start) {
        CompletableFuture<Void> closing = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                start.await(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                ContractContext.close(transport);
                closing.complete(null);
            } catch (Exception e) {
                closing.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return closing;
    }

    private static void inFlight(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.hold();
        });
        HttpTransport transport = context.transport();
        CompletableFuture<TransportResponse> exchange =
                transport.exchange(ContractContext.deletion(server.uri())).toFuture();
        server.awaitRequests(1);
        ContractContext.close(transport);
        isClosed(exchange, true);
        server.awaitDisconnects(1);
    }

    private static void queued(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.hold();
        });
        HttpTransport transport = context.singleConnectionTransport();
        CompletableFuture<TransportResponse> first = transport
                .exchange(ContractContext.deletion(server.uri("/first")))
                .toFuture();
        server.awaitRequests(1);
        CompletableFuture<TransportResponse> queued = transport
                .exchange(ContractContext.deletion(server.uri("/queued")))
                .toFuture();
        ContractContext.close(transport);
        isClosed(first, true);
        isClosed(queued, false);
        server.awaitDisconnects(1);
        assertThat(server.requests()).hasSize(1);
    }

    private static void connecting(ContractContext context) throws Exception {
        FullBacklog backlog = context.closeAtEnd(FullBacklog.fill());
        HttpTransport transport = context.transport();
        CompletableFuture<TransportResponse> exchange =
                transport.exchange(ContractContext.deletion(backlog.uri("/"))).toFuture();
        ContractContext.close(transport);
        isClosed(exchange, false);
    }

    private static void isClosed(CompletableFuture<TransportResponse> exchange, boolean maybeSent)
            throws InterruptedException, TimeoutException {
        try {
            assertThat(exchange.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(TransportException.class, failure -> isClosed(failure, maybeSent));
        }
    }

    private static void isClosed(TransportException failure, boolean maybeSent) {
        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isEqualTo(maybeSent);
    }

    private static void afterwards(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        Mono<TransportResponse> madeBefore = transport.exchange(ContractContext.deletion(server.uri()));
        ContractContext.close(transport);
        isClosed(ContractContext.awaitFailure(madeBefore), false);
        isClosed(ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(server.uri()))), false);
        assertThat(server.connections()).isZero();
    }

    private static void connections(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        ContractContext.awaitResponse(transport, server.uri());
        ContractContext.close(transport);
        server.awaitDisconnects(1);
    }

    /** No failure, whether closing waits for the subscriber or not. */
    private static void slowSubscriber(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(RawResponses.response(200, "", "connection: close"));
        });
        HttpTransport transport = context.transport();
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Mono<TransportResponse> exchange = transport
                .exchange(ContractContext.deletion(server.uri()))
                .doOnNext(response -> {
                    started.countDown();
                    while (!done.get()) {
                        // Slow, but not blocked: that is forbidden there, and found by the tools that look for it.
                    }
                });
        CompletableFuture<TransportResponse> response = exchange.toFuture();
        started.await(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> closing = transport.closeLater().toFuture();
        try {
            closing.get(SLOW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWaiting) {
            assertThat(closing).isNotDone();
        } finally {
            done.set(true);
        }
        closing.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(response.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .status())
                .isEqualTo(200);
    }

    private static void otherTransports(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                connection.read();
                connection.awaitRelease();
                connection.write(RawResponses.ok(""));
            }
        });
        HttpTransport closed = context.transport();
        HttpTransport surviving = context.transport();
        server.release();
        ContractContext.awaitResponse(closed, server.uri());
        CompletableFuture<TransportResponse> exchange =
                surviving.exchange(ContractContext.deletion(server.uri())).toFuture();
        server.awaitRequests(2);
        ContractContext.close(closed);
        server.release();
        server.release();
        assertThat(exchange.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .status())
                .isEqualTo(200);
        assertThat(ContractContext.awaitResponse(surviving, server.uri()).status())
                .isEqualTo(200);
    }

    /** Threads that the first transport started may be shared by all, such as those of a timer. */
    private static void threads(ContractContext context) throws Exception {
        ScriptedServer earlierServer = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        for (int i = 0; i < WARM_UP_EXCHANGES; i++) {
            ContractContext.awaitResponse(context.transport(), earlierServer.uri());
        }
        ScriptedServer server = ScriptedServer.start(ScriptedServer.answering(RawResponses.ok("")));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        HttpTransport transport = context.transport(TransportSettings.defaults());
        for (int i = 0; i < 10; i++) {
            ContractContext.awaitResponse(transport, server.uri());
        }
        server.close();
        Set<Thread> started = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        ContractContext.close(transport);
        Deadline deadline = Deadline.in(THREADS_TIMEOUT);
        for (Thread thread : started) {
            thread.join(Math.max(1, deadline.remainingMillis()));
        }
        assertThat(started).noneMatch(Thread::isAlive);
    }
}
