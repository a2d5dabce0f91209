package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;

/** Deletes through each transport, and once without saying through which. */
public final class Application {

    public static void main(String[] args) {
        run(args[0] + ", none chosen", ClassificationDeletions.builder());
        run(args[0] + ", netty chosen", ClassificationDeletions.builder().transport("netty"));
        run(args[0] + ", vertx chosen", ClassificationDeletions.builder().transport("vertx"));
    }

    private static void run(String what, ClassificationDeletions.Builder builder) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 1);
            try (ClassificationDeletions deletions = builder.apiKey(ApiKey.of(simulator.apiKey()))
                    .baseUri(simulator.baseUri())
                    .build()) {
                deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
                String client = simulator.requests().get(0).header("user-agent").orElseThrow();
                System.out.println("Ran shaded, services " + what + ": " + client);
            } catch (IllegalStateException e) {
                System.out.println("Ran shaded, services " + what + ": " + e.getMessage());
            }
        }
    }
}
