package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A closed client leaves no thread and no open file behind, however many there were. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the JVM cannot count its open files there")
class ManyClientsTest {

    private static final int CLIENTS = 200;
    private static final int WARM_UP_CLIENTS = 16;
    private static final int CONCURRENCY = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(50);
    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(10);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final AtomicInteger calls = new AtomicInteger();

    @EachTransport
    void leaveNothingBehindOnceTheyWereUsedAndClosed(TransportType transport) throws InterruptedException {
        api.simulator().seed(WARM_UP_CLIENTS + CLIENTS, 0, 0);

        leaveNothingBehind(transport, client -> client.deleteClassification("cls-" + calls.incrementAndGet())
                .then());
        assertThat(api.simulator().deletions()).hasSize(WARM_UP_CLIENTS + CLIENTS);
        assertThat(api.simulator().connections()).isEqualTo(WARM_UP_CLIENTS + CLIENTS);
    }

    @EachTransport
    void leaveNothingBehindOnceTheyWereClosedWithoutUse(TransportType transport) throws InterruptedException {
        leaveNothingBehind(transport, client -> Mono.empty());
        assertThat(api.simulator().connections()).isZero();
    }

    /** The first few create what all clients share, such as the timer's threads. */
    private void leaveNothingBehind(TransportType transport, Function<ClassificationDeletions, Mono<Void>> use)
            throws InterruptedException {
        run(WARM_UP_CLIENTS, transport, use);
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        long files = openFiles();

        run(CLIENTS, transport, use);

        assertThat(remainingBesides(threads)).isEmpty();
        assertThat(openFiles() - files).isLessThan(CLIENTS); // the JVM opens one of its own now and then
    }

    private void run(int clients, TransportType transport, Function<ClassificationDeletions, Mono<Void>> use) {
        // Clients are not created on the event loop of another: that loads classes.
        Scheduler maker = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "maker-of-clients");
        Flux.range(0, clients)
                .flatMap(
                        i -> Mono.usingWhen(
                                        Mono.fromSupplier(() -> api.builder()
                                                .transport(transport.toString())
                                                .build()),
                                        use,
                                        ClassificationDeletions::closeLater)
                                .subscribeOn(maker),
                        CONCURRENCY)
                .blockLast(TIMEOUT);
        maker.dispose();
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    /** What still exists after a grace period. */
    private static Set<Thread> remainingBesides(Set<Thread> known) throws InterruptedException {
        Set<Thread> remaining = Thread.getAllStackTraces().keySet();
        remaining.removeAll(known);
        long end = System.nanoTime() + THREADS_TIMEOUT.toNanos();
        for (Thread thread : remaining) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        remaining.removeIf(thread -> !thread.isAlive());
        return remaining;
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
