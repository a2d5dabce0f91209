package ai.extracta.deletions.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.transport.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class HostLookupsTest {

    private final CompletableFuture<Thread> hanging = new CompletableFuture<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** Hangs for the host {@code hanging}. */
    private final HostLookups lookups = new HostLookups(host -> host.equals("hanging") ? hang() : loopback());

    @AfterEach
    void close() {
        lookups.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1, true",
        "fe80::1%eth0, true",
        "localhost, false",
        "1a.example, false",
        "1.2.3.x, false"
    })
    void anAddressNeedsNoLookup(String host, boolean isAddress) {
        assertThat(HostLookups.isAddress(host)).isEqualTo(isAddress);
    }

    @Test
    void aCancelledLookupIsInterruptedAndFails() throws InterruptedException {
        CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
        Future<?> lookup = lookups.start("hanging", result::complete, result::completeExceptionally);
        hanging.join();
        lookup.cancel(true);

        assertThatThrownBy(result::get)
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("hanging: the resolver did not answer within the connect timeout");
        interrupted.await();
    }

    @Test
    void lookupsThatHangAndAreCancelledMakeWayForOthers() throws Exception {
        List<Future<?>> unanswered = Stream.generate(() -> lookups.start("hanging", unexpected -> {}, cancelled -> {}))
                .<Future<?>>map(lookup -> lookup)
                .limit(4)
                .toList();
        unanswered.forEach(lookup -> lookup.cancel(true));

        assertThat(lookUp("other")).isEqualTo(loopback());
    }

    @Test
    void anErrorOfTheResolverIsReportedAsItIs() {
        AssertionError error = new AssertionError("thrown by the test");

        assertThatThrownBy(() -> failure(host -> {
                    throw error;
                }))
                .hasCause(error);
    }

    @Test
    void anExceptionOfTheResolverIsTheCauseOfAnUnknownHost() {
        IllegalStateException exception = new IllegalStateException("thrown by the test");

        assertThatThrownBy(() -> failure(host -> {
                    throw exception;
                }))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("x: " + exception)
                .hasCause(exception);
    }

    @Test
    void nothingIsReportedOnceItIsClosed() throws InterruptedException {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Future<?> running = lookups.start("hanging", result::complete, result::complete);
        Thread thread = hanging.join();
        lookups.close();
        thread.join();
        Future<?> rejected = lookups.start("other", result::complete, result::complete);

        assertThat(running).isDone();
        assertThat(rejected).isCancelled();
        assertThat(result).isNotDone();
    }

    private static void failure(HostResolver resolver) throws Exception {
        try (HostLookups failing = new HostLookups(resolver)) {
            lookUp(failing, "x");
        }
    }

    private List<InetAddress> lookUp(String host) throws Exception {
        return lookUp(lookups, host);
    }

    private static List<InetAddress> lookUp(HostLookups lookups, String host)
            throws InterruptedException, ExecutionException {
        CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
        Future<?> unused = lookups.start(host, result::complete, result::completeExceptionally);
        return result.get();
    }

    private List<InetAddress> hang() throws UnknownHostException {
        hanging.complete(Thread.currentThread());
        try {
            TimeUnit.DAYS.sleep(1);
            return loopback();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new UnknownHostException("interrupted");
        }
    }

    private static List<InetAddress> loopback() {
        return List.of(InetAddress.getLoopbackAddress());
    }
}
