package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** Closing ends what is under way, truthfully, and leaves nothing behind. */
final class LifecycleCases {

    private static final Duration THREADS_LIMIT = Duration.ofSeconds(2);
    private static final int EARLIER = 2 * Runtime.getRuntime().availableProcessors();
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private LifecycleCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("closes only when somebody subscribes to that", LifecycleCases::lazyClose),
                new ContractCase("can be closed again, and without having been used", LifecycleCases::closesAgain),
                new ContractCase("fails what is in flight when it is closed, as maybe sent", LifecycleCases::inFlight),
                new ContractCase("fails what is queued when it is closed, as not sent", LifecycleCases::queued),
                new ContractCase("fails what is connecting when it is closed, as not sent", LifecycleCases::connecting),
                new ContractCase("fails what comes after it was closed, as not sent", LifecycleCases::afterwards),
                new ContractCase("closes its connections", LifecycleCases::connections),
                new ContractCase(
                        "closes though a subscriber is slow on one of its threads", LifecycleCases::slowSubscriber),
                new ContractCase("leaves others of its make alone when closed", LifecycleCases::others),
                new ContractCase("ends its threads within 2 s", LifecycleCases::threads));
    }

    private static void lazyClose(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        Mono<Void> unused = transport.closeLater();
        assertThat(Trial.answer(transport, server.uri()).status()).isEqualTo(200);
        assertThat(unused).isNotNull();
    }

    private static void closesAgain(Trial trial) {
        HttpTransport transport = trial.transport();
        Mono<Void> closing = transport.closeLater();
        closing.block(Trial.LIMIT);
        closing.block(Trial.LIMIT);
        Trial.close(transport);
    }

    private static void inFlight(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.hold();
        });
        HttpTransport transport = trial.transport();
        CompletableFuture<TransportResponse> call =
                transport.exchange(Trial.deletion(server.uri())).toFuture();
        server.awaitRequests(1);
        Trial.close(transport);
        isClosed(call, true);
        server.awaitDepartures(1);
    }

    private static void queued(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.hold();
        });
        HttpTransport transport = trial.transportOfOneConnection();
        CompletableFuture<TransportResponse> first =
                transport.exchange(Trial.deletion(server.uri("/first"))).toFuture();
        server.awaitRequests(1);
        CompletableFuture<TransportResponse> queued =
                transport.exchange(Trial.deletion(server.uri("/queued"))).toFuture();
        Trial.close(transport);
        isClosed(first, true);
        isClosed(queued, false);
        server.awaitDepartures(1);
        assertThat(server.requests()).hasSize(1);
    }

    private static void connecting(Trial trial) throws Exception {
        FullBacklog backlog = trial.keep(FullBacklog.fill());
        HttpTransport transport = trial.transport();
        CompletableFuture<TransportResponse> call =
                transport.exchange(Trial.deletion(backlog.uri("/"))).toFuture();
        Trial.close(transport);
        isClosed(call, false);
    }

    private static void isClosed(CompletableFuture<TransportResponse> call, boolean maybeSent)
            throws InterruptedException, TimeoutException {
        try {
            assertThat(call.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS)).isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(TransportException.class, failure -> isClosed(failure, maybeSent));
        }
    }

    private static void isClosed(TransportException failure, boolean maybeSent) {
        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isEqualTo(maybeSent);
    }

    private static void afterwards(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        Mono<TransportResponse> madeBefore = transport.exchange(Trial.deletion(server.uri()));
        Trial.close(transport);
        isClosed(Trial.failure(madeBefore), false);
        isClosed(Trial.failure(transport.exchange(Trial.deletion(server.uri()))), false);
        assertThat(server.connections()).isZero();
    }

    private static void connections(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        Trial.answer(transport, server.uri());
        Trial.close(transport);
        server.awaitDepartures(1);
    }

    /** No failure, whether closing waits for the subscriber or not. */
    private static void slowSubscriber(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write(RawAnswers.answer(200, "", "connection: close"));
        });
        HttpTransport transport = trial.transport();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Mono<TransportResponse> call = transport
                .exchange(Trial.deletion(server.uri()))
                .doOnNext(response -> {
                    begun.countDown();
                    while (!done.get()) {
                        // Slow, but not blocked: that is forbidden there, and found by the tools that look for it.
                    }
                });
        CompletableFuture<TransportResponse> answer = call.toFuture();
        begun.await(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> closing = transport.closeLater().toFuture();
        try {
            closing.get(SLOW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWaiting) {
            assertThat(closing).isNotDone();
        } finally {
            done.set(true);
        }
        closing.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS).status())
                .isEqualTo(200);
    }

    private static void others(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                actor.read();
                actor.awaitRelease();
                actor.write(RawAnswers.ok(""));
            }
        });
        HttpTransport closed = trial.transport();
        HttpTransport staying = trial.transport();
        server.release();
        Trial.answer(closed, server.uri());
        CompletableFuture<TransportResponse> call =
                staying.exchange(Trial.deletion(server.uri())).toFuture();
        server.awaitRequests(2);
        Trial.close(closed);
        server.release();
        server.release();
        assertThat(call.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(Trial.answer(staying, server.uri()).status()).isEqualTo(200);
    }

    /** Threads that the first of its make started may be common to all, such as those of a timer, which may be several. */
    private static void threads(Trial trial) throws Exception {
        ScriptedServer earlier = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        for (int i = 0; i < EARLIER; i++) {
            Trial.answer(trial.transport(), earlier.uri());
        }
        ScriptedServer server = ScriptedServer.start(ScriptedServer.answering(RawAnswers.ok("")));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        HttpTransport transport = trial.transport(TransportSettings.defaults());
        for (int i = 0; i < 10; i++) {
            Trial.answer(transport, server.uri());
        }
        server.close();
        Set<Thread> started = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        Trial.close(transport);
        Deadline deadline = Deadline.in(THREADS_LIMIT);
        for (Thread thread : started) {
            thread.join(Math.max(1, deadline.remainingMillis()));
        }
        assertThat(started).noneMatch(Thread::isAlive);
    }
}
