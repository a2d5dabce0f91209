package ai.extracta.deletions.testkit;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The simulator on its own, for clients that are not Java programs. Prints where it is and serves until stopped. */
final class SimulatorProgram {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private SimulatorProgram() {}

    /** Exits with 0 after showing its usage, 1 if the port is not to be had, 2 if an option is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            ProgramOptions options = ProgramOptions.parse(arguments);
            if (options.help()) {
                System.out.println(ProgramOptions.USAGE);
                return;
            }
            serve(options, System.out, System.err);
        } catch (IllegalArgumentException misused) {
            System.err.println(misused.getMessage() + System.lineSeparator() + ProgramOptions.USAGE);
            System.exit(MISUSED);
        } catch (UncheckedIOException failed) {
            System.err.println(failed.getMessage());
            System.exit(FAILED);
        }
    }

    private static void serve(ProgramOptions options, PrintStream out, PrintStream err) throws InterruptedException {
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
