package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.internal.call.ClientTimer;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.internal.call.SafeListener;
import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.ContextView;

/** Response, deadline, cancel and the end of the client race, each on its own thread. */
class CallRaceTest {

    private static final int ROUNDS = 2_000;
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final RacingTransport transport = new RacingTransport();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aResponseMeetsACancel() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            round.race(round::respond, round::cancel);
        }
    }

    @Test
    void sendingMeetsACancel() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            round.race(round::send, round::cancel);
        }
    }

    @Test
    void aResponseMeetsTheDeadline() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            round.race(round::respond, round::letTimePass);
        }
    }

    @Test
    void aCancelMeetsTheDeadlineAndTheResponseAndTheEndOfTheClient() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            round.race(round::respond, round::letTimePass, round::cancel, round::close);
        }
    }

    @Test
    void theSubscriptionMeetsACancel() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round(0);
            round.race(round::request, round::cancel);
        }
    }

    @RepeatedTest(3)
    void aReleasedSlotMeetsTheCancelOfTheQueuedCall() throws Exception {
        for (int i = 0; i < ROUNDS / 3; i++) {
            Round first = new Round();
            Round waiting = new Round(first);
            waiting.race(first::respond, waiting::cancel);
            first.settle();
        }
    }

    /** One call, and everything that is known about it from outside. */
    private final class Round {

        private final Counts counts = new Counts();
        private final TestSubscriber<DeletionReceipt> call;
        private final DefaultClassificationDeletions client;
        private final Exchange exchange;

        Round() {
            this(Long.MAX_VALUE);
        }

        Round(long demand) {
            this(newClient(), demand);
        }

        /** Queued for the slot of another call. */
        Round(Round running) {
            this(running.client, Long.MAX_VALUE);
        }

        private Round(DefaultClassificationDeletions shared, long demand) {
            client = shared;
            transport.last = null;
            call = TestSubscriber.builder().initialRequest(demand).build();
            client.delete(Fixture.REQUEST)
                    .contextWrite(context -> context.put(Counts.class, counts))
                    .subscribe(call);
            exchange = transport.last;
        }

        Void respond() {
            Exchange current = exchange == null ? transport.last : exchange;
            if (current != null && current.beginSending()) {
                counts.wasWritten = true;
                current.succeed(new TransportResponse(204, Headers.of(), ByteBuffer.allocate(0)));
            }
            return null;
        }

        Void send() {
            if (exchange.beginSending()) {
                counts.wasWritten = true;
            }
            return null;
        }

        Void cancel() {
            call.cancel();
            return null;
        }

        Void request() {
            call.request(1);
            return null;
        }

        Void letTimePass() {
            time.advanceTimeBy(DEADLINE);
            return null;
        }

        Void close() {
            client.close();
            return null;
        }

        @SafeVarargs
        final void race(Callable<Void>... runners) throws Exception {
            CyclicBarrier barrier = new CyclicBarrier(runners.length);
            List<Future<Void>> racing = new ArrayList<>();
            for (Callable<Void> runner : runners) {
                racing.add(threads.submit(() -> {
                    barrier.await(10, TimeUnit.SECONDS);
                    return runner.call();
                }));
            }
            for (Future<Void> each : racing) {
                each.get(10, TimeUnit.SECONDS);
            }
            settle();
        }

        /** Whoever wins: exactly one end, which is true, and the slot is free. */
        void settle() {
            call.cancel();
            assertThat(counts.started).isEqualTo(1);
            assertThat(counts.ended).isEqualTo(1);
            assertThat(counts.attemptsEnded).isEqualTo(counts.attemptsStarted);
            assertThat(counts.eventsAfterTheEnd).isZero();
            if (counts.wasWritten) {
                assertThat(counts.outcome).isNotEqualTo(Outcome.NOT_SENT);
            }
            if (call.isTerminatedError()) {
                DeletionException failure = (DeletionException) call.expectTerminalError();
                assertThat(failure.outcome()).isEqualTo(counts.outcome);
            }
        }
    }

    @Test
    void afterAllOfThatEverySlotIsFree() throws Exception {
        DefaultClassificationDeletions shared = newClient();
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round(shared, Long.MAX_VALUE);
            round.race(round::respond, round::cancel);
        }

        Round last = new Round(shared, Long.MAX_VALUE);

        assertThat(last.exchange).isNotNull();
        last.cancel();
    }

    private DefaultClassificationDeletions newClient() {
        return new DefaultClassificationDeletions(
                new CallSettings(
                        ApiKey.of(Fixture.KEY).tokens(),
                        Endpoints.forBaseUri(URI.create("https://api.example/v1"), false),
                        RetryPolicy.none().rules(),
                        DEADLINE,
                        DEADLINE,
                        false,
                        new SafeListener(CallRaceTest::countingListener)),
                new ClientResources(
                        Lease.borrowed(transport),
                        new Limiter(Limit.fixed(1), 1, time, () -> 0),
                        new ClientTimer(time, () -> {}),
                        () -> 0));
    }

    /** The events of one call. They arrive one at a time, so plain fields suffice if that is true. */
    private static final class Counts implements CallListener {

        private int started;
        private int ended;
        private int attemptsStarted;
        private int attemptsEnded;
        private int eventsAfterTheEnd;
        private Outcome outcome;
        private volatile boolean wasWritten;

        @Override
        public void attemptStarted(int attempt) {
            count();
            attemptsStarted++;
        }

        @Override
        public void attemptEnded(AttemptResult result) {
            count();
            attemptsEnded++;
        }

        @Override
        public void attemptAnswered(int attempt, int status) {
            count();
        }

        @Override
        public void attemptSent(int attempt) {
            count();
        }

        @Override
        public void succeeded(DeletionReceipt receipt) {
            end(null);
        }

        @Override
        public void failed(DeletionException failure) {
            end(failure.outcome());
        }

        @Override
        public void cancelled(Outcome known) {
            end(known);
        }

        private void count() {
            eventsAfterTheEnd += ended;
        }

        private void end(Outcome known) {
            count();
            ended++;
            outcome = known;
        }
    }

    private static CallListener countingListener(DeletionRequest request, ContextView context) {
        Counts counts = context.get(Counts.class);
        counts.started++;
        return counts;
    }

    /** Exchanges as a real transport has them; the test is the network. */
    private static final class RacingTransport implements HttpTransport {

        private final ExchangeRegistry exchanges = new ExchangeRegistry(TransportSettings.defaults());
        private volatile Exchange last;

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return exchanges.exchange(request, exchange -> new Exchange.Handler() {
                @Override
                public void start() {
                    last = exchange;
                }

                @Override
                public void cancel(boolean sending) {}
            });
        }

        @Override
        public Mono<Void> closeLater() {
            return Mono.fromRunnable(exchanges::close);
        }
    }
}
