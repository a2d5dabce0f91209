package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Blocks many virtual threads, which share one thread of the operating system. If {@code block()} kept it, there would
 * never be two calls at a time, and so never a second connection.
 */
public final class Application {

    private static final int CALLS = 64;
    private static final int MAX_IN_FLIGHT = 16;

    public static void main(String[] args) throws Exception {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, CALLS, 1);
            simulator.answerAlways(Answer.documented().delayedBy(Duration.ofMillis(100)));
            delete(simulator);
            check(simulator.deletions().size() == CALLS, simulator.deletions());
            check(simulator.connections() == MAX_IN_FLIGHT, simulator.connections());
            String client = simulator.requests().get(0).header("user-agent").orElseThrow();
            System.out.println("Ran on JDK " + Runtime.version().feature() + ": " + CALLS
                    + " virtual threads on one thread, " + simulator.connections() + " calls at a time, " + client);
        }
    }

    private static void delete(ExtractaSimulator simulator) throws Exception {
        ExecutorService threads = virtualThreads();
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .maxInFlight(MAX_IN_FLIGHT)
                .build()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 1; i <= CALLS; i++) {
                String batch = "cls-1-batch-" + i;
                calls.add(threads.submit(
                        () -> deletions.deleteBatch("cls-1", batch).block()));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** By name, since this is compiled for JDK 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void check(boolean condition, Object actual) {
        if (!condition) {
            throw new AssertionError(actual);
        }
    }
}
