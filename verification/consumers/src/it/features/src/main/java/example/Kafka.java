package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.kafka.ErasureWorker;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.util.Map;

/** Builds a worker and does not start it: there is no broker here. */
final class Kafka implements Feature {

    @Override
    public void use(ExtractaSimulator simulator) {
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .build()) {
            ErasureWorker worker = ErasureWorker.builder()
                    .deletions(deletions)
                    .consumer(Map.of("bootstrap.servers", "127.0.0.1:9", "group.id", "erasure"))
                    .topic("erasure-requests")
                    .results("erasure-results")
                    .deadLetters("erasure-dead-letters")
                    .build();
            deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
            worker.stopLater().block();
            Feature.check(!worker.state().running(), worker.state());
        }
    }
}
