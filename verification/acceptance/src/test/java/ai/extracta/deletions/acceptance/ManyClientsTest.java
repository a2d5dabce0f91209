package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
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
    private static final int FIRST = 16;
    private static final int AT_A_TIME = 4;
    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final Duration LIMIT_FOR_THREADS = Duration.ofSeconds(10);

    @RegisterExtension
    final Api api = new Api();

    private final AtomicInteger calls = new AtomicInteger();

    @EachTransport
    void leaveNothingBehindOnceTheyWereUsedAndClosed(Transport transport) throws InterruptedException {
        api.simulator().seed(FIRST + CLIENTS, 0, 0);

        leaveNothingBehind(transport, client -> client.deleteClassification("cls-" + calls.incrementAndGet())
                .then());
        assertThat(api.simulator().deletions()).hasSize(FIRST + CLIENTS);
        assertThat(api.simulator().connections()).isEqualTo(FIRST + CLIENTS);
    }

    @EachTransport
    void leaveNothingBehindOnceTheyWereClosedWithoutUse(Transport transport) throws InterruptedException {
        leaveNothingBehind(transport, client -> Mono.empty());
        assertThat(api.simulator().connections()).isZero();
    }

    /** The first few make what there is one of for all clients, such as the timer's threads. */
    private void leaveNothingBehind(Transport transport, Function<ClassificationDeletions, Mono<Void>> use)
            throws InterruptedException {
        run(FIRST, transport, use);
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        long files = openFiles();

        run(CLIENTS, transport, use);

        assertThat(leftBesides(threads)).isEmpty();
        assertThat(openFiles()).isLessThanOrEqualTo(files);
    }

    private void run(int clients, Transport transport, Function<ClassificationDeletions, Mono<Void>> use) {
        // Clients are not made on the event loop of another: that loads classes.
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
                        AT_A_TIME)
                .blockLast(LIMIT);
        maker.dispose();
        api.simulator().awaitOpenConnections(0, Api.LIMIT);
    }

    /** What is still there after it had the time to end. */
    private static Set<Thread> leftBesides(Set<Thread> known) throws InterruptedException {
        Set<Thread> left = Thread.getAllStackTraces().keySet();
        left.removeAll(known);
        long end = System.nanoTime() + LIMIT_FOR_THREADS.toNanos();
        for (Thread thread : left) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        left.removeIf(thread -> !thread.isAlive());
        return left;
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
