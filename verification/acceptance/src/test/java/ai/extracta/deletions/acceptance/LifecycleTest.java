package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What closing releases, and what it does not. */
class LifecycleTest {

    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(2);
    private static final int CLOSING_ROUNDS = 100;
    private static final int CLOSING_THREADS = 4;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
    void failsCallsInFlightWhenItIsClosed(TransportType transport) {
        api.simulator().answerNext(Answer.noResponse());
        ClassificationDeletions client = api.client(transport);

        StepVerifier.create(client.deleteClassification("cls-1"))
                .then(() -> api.awaitRequests(1))
                .then(client::close)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, closed -> {
                            assertThat(closed.kind()).isEqualTo(Kind.CLOSED);
                            assertThat(closed.outcome()).isEqualTo(Outcome.UNKNOWN);
                        }))
                .verify(SimulatorExtension.TIMEOUT);
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void failsCallsThatWaitForASlotWhenItIsClosed(TransportType transport) {
        api.simulator().answerNext(Answer.noResponse());
        ClassificationDeletions client = api.client(transport, builder -> builder.maxInFlight(1));
        Mono<DeletionReceipt> inFlight = client.deleteClassification("cls-1").onErrorComplete();

        StepVerifier.create(Mono.when(inFlight, client.deleteClassification("cls-2")))
                .then(() -> api.awaitRequests(1))
                .then(client::close)
                .expectErrorSatisfies(LifecycleTest::isRejected)
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-1\"}");
    }

    @EachTransport
    void canBeClosedBySeveralThreadsAtOnce(TransportType transport) {
        for (int round = 0; round < CLOSING_ROUNDS; round++) {
            ClassificationDeletions client = api.client(transport);
            Mono<Void> used =
                    client.deleteClassification("cls-1").onErrorComplete().then();
            Flux<Void> closings = Flux.range(0, CLOSING_THREADS)
                    .flatMap(i -> close(client, i % 2 == 0).subscribeOn(Schedulers.boundedElastic()));

            StepVerifier.create(used.thenMany(closings)).expectComplete().verify(SimulatorExtension.TIMEOUT);
        }
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    private static Mono<Void> close(ClassificationDeletions client, boolean gracefully) {
        return Mono.defer(() -> gracefully ? client.closeGracefully(SimulatorExtension.TIMEOUT) : client.closeLater());
    }

    @EachTransport
    void sendsNothingAfterItWasClosed(TransportType transport) {
        ClassificationDeletions client = api.client(transport);
        Mono<DeletionReceipt> madeBefore = client.deleteClassification("cls-1");
        client.close();

        StepVerifier.create(madeBefore)
                .expectErrorSatisfies(LifecycleTest::isRejected)
                .verify(SimulatorExtension.TIMEOUT);
        StepVerifier.create(client.deleteClassification("cls-2"))
                .expectErrorSatisfies(LifecycleTest::isRejected)
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().connections()).isZero();
    }

    @EachTransport
    void canBeClosedAgain(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = api.client(transport);
        succeed(client.deleteClassification("cls-1"));

        StepVerifier.create(client.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
        StepVerifier.create(client.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
        client.close();
    }

    @EachTransport
    void canBeClosedFromASignalOfItsOwn(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = api.client(transport);
        Mono<Void> closed = client.deleteClassification("cls-1").then(Mono.defer(client::closeLater));

        StepVerifier.create(closed).expectComplete().verify(SimulatorExtension.TIMEOUT);
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void closesItsConnections(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = api.client(transport);
        succeed(client.deleteClassification("cls-1"));
        assertThat(api.simulator().openConnections()).isEqualTo(1);
        client.close();

        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void endsItsThreads(TransportType transport) throws InterruptedException {
        api.simulator().seed(1, 0, 0);
        Set<Thread> before = transportThreads();
        ClassificationDeletions client = api.client(transport);
        succeed(client.deleteClassification("cls-1"));
        Set<Thread> started = transportThreads();
        started.removeAll(before);
        assertThat(started).isNotEmpty();

        StepVerifier.create(client.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);
        long end = System.nanoTime() + THREADS_TIMEOUT.toNanos();
        for (Thread thread : started) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        assertThat(started).noneMatch(Thread::isAlive);
    }

    @EachTransport
    void endsTheThreadsOfAClientThatWasNeverUsed(TransportType transport) throws InterruptedException {
        Set<Thread> before = transportThreads();
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);

        Set<Thread> remaining = transportThreads();
        remaining.removeAll(before);
        for (Thread thread : remaining) {
            thread.join(THREADS_TIMEOUT.toMillis());
        }
        assertThat(remaining).noneMatch(Thread::isAlive);
    }

    @EachTransport
    void leavesASharedTransportOpen(TransportType transport) {
        api.simulator().seed(2, 0, 0);
        HttpTransport shared = api.transport(transport, TransportSettings.defaults());
        ClassificationDeletions first =
                api.closeAtEnd(api.builder().transport(shared).build());
        ClassificationDeletions second =
                api.closeAtEnd(api.builder().transport(shared).build());
        succeed(first.deleteClassification("cls-1"));
        StepVerifier.create(first.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);

        succeed(second.deleteClassification("cls-2"));
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @EachTransport
    void letsCallsOnASharedTransportContinueWhenItIsClosed(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.documented().delayedBy(Duration.ofMillis(300)));
        HttpTransport shared = api.transport(transport, TransportSettings.defaults());
        ClassificationDeletions client =
                api.closeAtEnd(api.builder().transport(shared).build());

        StepVerifier.create(client.deleteClassification("cls-1"))
                .then(() -> api.awaitRequests(1))
                .then(client::close)
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void reportsThatASharedTransportWasClosed(TransportType transport) {
        HttpTransport shared = api.transport(transport, TransportSettings.defaults());
        ClassificationDeletions client = api.closeAtEnd(
                api.builder().transport(shared).retryPolicy(RetryPolicy.none()).build());
        StepVerifier.create(shared.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, closed -> {
                            assertThat(closed.kind()).isEqualTo(Kind.CLOSED);
                            assertThat(closed.outcome()).isEqualTo(Outcome.NOT_SENT);
                        })
                        .hasCauseInstanceOf(TransportException.class))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().connections()).isZero();
    }

    private static Set<Thread> transportThreads() {
        Set<Thread> threads = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> Stream.of("extracta-deletions", "vert.x-", "vertx-", "reactor-http")
                .noneMatch(thread.getName()::startsWith));
        return threads;
    }

    private static void succeed(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    private static void isRejected(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(CallRejectedException.class, rejected -> assertThat(rejected.outcome())
                        .isEqualTo(Outcome.NOT_SENT));
    }
}
