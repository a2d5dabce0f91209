package ai.extracta.deletions.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.subscriber.TestSubscriber;

/** What two threads do to an exchange at the same time. */
class ExchangeRaceTest {

    private static final int ROUNDS = 20_000;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final CyclicBarrier barrier = new CyclicBarrier(2);
    private final ExchangeRegistry registry = new ExchangeRegistry(TransportSettings.defaults());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void eitherNothingIsWrittenOrTheConnectionIsDropped() throws Exception {
        Round[] rounds = new Round[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = new Round();
        }
        Future<?> sender = threads.submit(() -> {
            for (Round round : rounds) {
                meet();
                round.mayWrite = round.exchange.beginSending();
            }
            return null;
        });
        for (Round round : rounds) {
            meet();
            round.caller.cancel();
        }
        sender.get(30, TimeUnit.SECONDS);

        assertThat(rounds).allSatisfy(round -> {
            assertThat(round.cancels).hasValue(1);
            assertThat(round.cancelledWhileSending).isEqualTo(round.mayWrite);
            assertThat(round.notified || !round.mayWrite).isTrue();
        });
    }

    @Test
    void whoeverEndsItTellsTheCallerAlthoughAnotherThreadForgetsIt() throws Exception {
        Round[] rounds = new Round[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = new Round();
        }
        Future<?> forgetting = threads.submit(() -> {
            for (Round round : rounds) {
                meet();
                while (round.caller.getTerminalSignal() == null && !round.isOver) {
                    round.exchange.forgetCaller();
                }
            }
            return null;
        });
        for (Round round : rounds) {
            meet();
            round.exchange.abort(new IllegalStateException("thrown by the test"));
            round.isOver = true;
        }
        forgetting.get(30, TimeUnit.SECONDS);

        assertThat(rounds).allMatch(round -> round.caller.isTerminatedError(), "tells its caller");
    }

    private void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
        barrier.await(30, TimeUnit.SECONDS);
    }

    private final class Round implements Exchange.Handler, SendListener {

        private final TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        private final AtomicInteger cancels = new AtomicInteger();
        private volatile boolean cancelledWhileSending;
        private volatile boolean notified;
        private volatile boolean mayWrite;
        private volatile boolean isOver;
        private Exchange exchange;

        Round() {
            URI uri = URI.create("https://api.example/v1");
            TransportRequest request = new TransportRequest("DELETE", uri, Headers.of(), ByteBuffer.allocate(0), this);
            registry.exchange(request, created -> {
                        exchange = created;
                        return this;
                    })
                    .subscribe(caller);
        }

        @Override
        public void start() {}

        @Override
        public void cancel(boolean sending) {
            cancels.incrementAndGet();
            cancelledWhileSending = sending;
        }

        @Override
        public void pending() {}

        @Override
        public void sending() {
            notified = true;
        }
    }
}
