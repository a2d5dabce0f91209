package ai.extracta.deletions.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class AddressFallbackTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final BlockingQueue<String> lookups = new LinkedBlockingQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch occupying = new CountDownLatch(1);
    private final Map<String, CountDownLatch> held = Map.of("first.invalid", first, "occupying.invalid", occupying);

    /** There are two threads for lookups: the third lookup follows the first one on its thread. */
    @Test
    void aCallThatWasCancelledInTheResolverKeepsNoAddressInUse() throws Exception {
        HttpTransport transport = api.closeAtEnd(VertxTransport.create(TransportSettings.builder()
                .hostResolver(this::resolve)
                .connectTimeout(LIMIT)
                .build()));
        Disposable cancelled = start(transport, "first.invalid");
        Disposable unfinished = start(transport, "occupying.invalid");

        cancelled.dispose();
        first.countDown();
        exchange(transport, "second.invalid").block(LIMIT);
        exchange(transport, "first.invalid").block(LIMIT);

        assertThat(lookups).containsExactly("second.invalid", "first.invalid");
        occupying.countDown();
        unfinished.dispose();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookups.add(host);
        try {
            held.getOrDefault(host, new CountDownLatch(0)).await();
            return List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }

    /** Returns when the resolver is asked. */
    private Disposable start(HttpTransport transport, String host) throws InterruptedException {
        Disposable started = exchange(transport, host).subscribe(unexpected -> {}, closed -> {});
        assertThat(lookups.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(host);
        return started;
    }

    private Mono<TransportResponse> exchange(HttpTransport transport, String host) {
        URI uri = URI.create("http://" + host + ":" + api.simulator().baseUri().getPort() + "/");
        return transport.exchange(new TransportRequest("DELETE", uri, Headers.of(), ByteBuffer.allocate(0)));
    }
}
