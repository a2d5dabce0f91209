package ai.extracta.deletions.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** No event loop is idle while another has all the work. */
class NettyEventLoopsTest {

    private static final int CALLS = 4;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final CyclicBarrier allRequested = new CyclicBarrier(CALLS);
    private final AtomicBoolean firstArrived = new AtomicBoolean();

    @Test
    void shareTheCallsOfAnotherThread() throws IOException {
        firstArrived.set(true);
        assertThat(callsByThread(NettyEventLoopsTest::concurrentCalls))
                .hasSize(NettyClient.EVENT_LOOPS)
                .allSatisfy(this::isAFairShare);
    }

    @Test
    void shareTheCallsThatOneOfThemMakes() throws IOException {
        assertThat(callsByThread(client -> call(client, 0).flatMapMany(onEventLoop -> concurrentCalls(client))))
                .hasSize(NettyClient.EVENT_LOOPS)
                .allSatisfy(this::isAFairShare);
    }

    private void isAFairShare(Thread thread, long calls) {
        assertThat(calls).as(thread.getName()).isEqualTo(CALLS / NettyClient.EVENT_LOOPS);
    }

    private Map<Thread, Long> callsByThread(Function<ClassificationDeletions, Flux<Thread>> calls) throws IOException {
        try (SocketServer server = SocketServer.start(this::respondWhenAllRequested)) {
            List<Thread> threads = calls.apply(client(server)).collectList().block(SimulatorExtension.TIMEOUT);
            return threads.stream().collect(Collectors.groupingBy(thread -> thread, Collectors.counting()));
        }
    }

    private static Flux<Thread> concurrentCalls(ClassificationDeletions client) {
        return Flux.range(1, CALLS).flatMap(i -> call(client, i));
    }

    /** The thread that reads its response. */
    private static Mono<Thread> call(ClassificationDeletions client, int number) {
        return client.deleteClassification("cls-" + number).map(receipt -> Thread.currentThread());
    }

    private ClassificationDeletions client(SocketServer server) {
        return api.client(
                TransportType.NETTY, builder -> builder.baseUri(URI.create("http://127.0.0.1:" + server.port())));
    }

    private void respondWhenAllRequested(Socket connection) throws IOException {
        while (true) {
            SocketServer.read(connection.getInputStream());
            if (firstArrived.getAndSet(true)) {
                awaitAll();
            }
            SocketServer.write(connection, RawResponses.WHOLE_SUCCESS);
        }
    }

    private void awaitAll() throws IOException {
        try {
            allRequested.await(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
