package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Says what a call spends time and bytes on, from a recording of the JVM that makes the calls. */
final class Breakdown {

    private static final Duration WARM_UP_ROUND = Duration.ofSeconds(5);
    private static final int MOST_WARM_UP_ROUNDS = 12;
    private static final double COMPILED = 0.1;
    private static final Duration RECORDED = Duration.ofSeconds(20);

    private Breakdown() {}

    /** Takes {@code netty}, {@code vertx}, or {@code memory} for a transport that answers at once. */
    public static void main(String[] arguments) throws IOException {
        String transport = arguments.length > 0 ? arguments[0] : "netty";
        if (transport.equals("memory")) {
            measure(transport, Clients.over(new InMemoryTransport()), 1);
            return;
        }
        try (ServerProcess server = ServerProcess.start()) {
            measure(transport, Clients.overNetwork(transport, server.baseUri()), ClosedLoop.USUAL_CALLERS);
        }
    }

    /** Until the compiler is nearly done, which is later on a machine that has other things to do. */
    private static void warmUp(ClosedLoop loop) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        for (int round = 0; round < MOST_WARM_UP_ROUNDS; round++) {
            long before = compiler.getTotalCompilationTime();
            loop.runFor(WARM_UP_ROUND);
            if (compiler.getTotalCompilationTime() - before < WARM_UP_ROUND.toMillis() * COMPILED) {
                return;
            }
        }
    }

    private static void measure(String name, ClassificationDeletions.Builder builder, int callers) throws IOException {
        Path file = Files.createTempFile("breakdown", ".jfr");
        try (ClassificationDeletions deletions = builder.build()) {
            ClosedLoop loop = new ClosedLoop(deletions, callers);
            warmUp(loop);
            Profile profile = Profile.of(() -> loop.runFor(RECORDED), file);
            System.out.println(name + ", " + callers + (callers == 1 ? " caller" : " callers"));
            System.out.print(profile.table());
        } finally {
            Files.delete(file);
        }
    }
}
