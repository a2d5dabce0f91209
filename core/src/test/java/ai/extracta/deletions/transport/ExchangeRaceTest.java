package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A cancel that meets the moment of sending. */
class ExchangeRaceTest {

    private static final int ROUNDS = 20_000;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final CyclicBarrier barrier = new CyclicBarrier(2);
    private final Exchanges exchanges = new Exchanges(TransportSettings.defaults());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void eitherNothingIsWrittenOrTheConnectionIsAbandoned() throws Exception {
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
            assertThat(round.abandons).hasValue(1);
            assertThat(round.abandonedSending).isEqualTo(round.mayWrite);
            assertThat(round.announced || !round.mayWrite).isTrue();
        });
    }

    private void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
        barrier.await(30, TimeUnit.SECONDS);
    }

    private final class Round implements Exchange.Carrier, SendListener {

        private final TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        private final AtomicInteger abandons = new AtomicInteger();
        private volatile boolean abandonedSending;
        private volatile boolean announced;
        private volatile boolean mayWrite;
        private Exchange exchange;

        Round() {
            URI uri = URI.create("https://api.example/v1");
            TransportRequest request = new TransportRequest("DELETE", uri, Headers.of(), ByteBuffer.allocate(0), this);
            exchanges
                    .carry(request, made -> {
                        exchange = made;
                        return this;
                    })
                    .subscribe(caller);
        }

        @Override
        public void start() {}

        @Override
        public void abandon(boolean sending) {
            abandons.incrementAndGet();
            abandonedSending = sending;
        }

        @Override
        public void withheld() {}

        @Override
        public void sending() {
            announced = true;
        }
    }
}
