// snippet: first-deletion
import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.testkit.ExtractaSimulator;

public class FirstDeletion {

    public static void main(String[] args) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .build()) {
            simulator.seed(1, 2, 3); // cls-1 with two batches of three files

            deletions
                    .deleteBatch("cls-1", "cls-1-batch-1")
                    .doOnNext(receipt -> System.out.println(receipt.confirmation() + ": " + receipt.request()))
                    .then(deletions.deleteBatch("cls-1", "cls-1-batch-1")) // it is gone now
                    .block(); // fine in main, never on an event loop
        } catch (DeletionException failure) {
            System.out.println(failure.getMessage());
        }
    }
}
// end
