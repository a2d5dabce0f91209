package ai.extracta.deletions.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The simulator on its own, for clients that are not Java programs. Prints where it is and serves until stopped. */
final class SimulatorMain {

    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 2;

    private SimulatorMain() {}

    /** Exits with 0 after showing its usage, 1 if the port is not to be had, 2 if an option is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            SimulatorOptions options = SimulatorOptions.parse(arguments);
            if (options.help()) {
                System.out.println(SimulatorOptions.USAGE);
                return;
            }
            serve(options, System.out, System.err);
        } catch (IllegalArgumentException invalid) {
            System.err.println(invalid.getMessage() + System.lineSeparator() + SimulatorOptions.USAGE);
            System.exit(EXIT_USAGE);
        } catch (UncheckedIOException failed) {
            System.err.println(failed.getMessage());
            System.exit(EXIT_FAILURE);
        }
    }

    private static void serve(SimulatorOptions options, PrintStream out, PrintStream err) throws InterruptedException {
        try (ExtractaSimulator simulator =
                options.simulator().reportingTo(err::println).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "extracta-simulator-shutdown"));
            options.seed(simulator);
            out.println(describe(simulator));
            out.flush();
            new CountDownLatch(1).await(); // until a signal ends the process
        }
    }

    private static String describe(ExtractaSimulator simulator) {
        ObjectNode line =
                Json.object().put("baseUrl", simulator.baseUri().toString()).put("apiKey", simulator.apiKey());
        ArrayNode classifications = line.putArray("classifications");
        List<ExtractaSimulator.Classification> seeded = simulator.classifications();
        seeded.forEach(classification -> classifications.add(Json.describe(classification)));
        return line.toString();
    }
}
