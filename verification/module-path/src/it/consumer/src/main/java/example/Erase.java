package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;

/** Names no transport: it runs on the one that is discovered. */
public final class Erase {

    public static void main(String[] args) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 1);
            erase(simulator);
        }
    }

    private static void erase(ExtractaSimulator simulator) {
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .build()) {
            deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
            String client = simulator.requests().get(0).header("user-agent").orElseThrow();
            System.out.println("erased " + simulator.deletions() + " with " + client);
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
