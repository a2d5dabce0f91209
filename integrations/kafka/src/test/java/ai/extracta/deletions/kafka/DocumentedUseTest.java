package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.Concurrency;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the code of docs/kafka.md. */
@ExtendWith(BrokerExtension.class)
class DocumentedUseTest {

    @Test
    void theWorkerWritesAResultForEachRequest(KafkaBroker broker) {
        broker.createTopics(1, "erasure-requests", "erasure-results", "erasure-dead-letters");
        broker.configureGroup("erasure", "share.auto.offset.reset", "earliest");
        try (Erasure erasure = new Erasure(broker)) {
            List<DeletionRequest> requests = erasure.seedBatches(3);
            requests.forEach(request -> erasure.send("erasure-requests", request));

            ErasureWorker worker = start(erasure.deletions(), broker.bootstrapServers());

            List<ConsumerRecord<String, String>> results = erasure.await("erasure-results", 3);
            worker.stopLater().block(TIMEOUT);
            assertThat(Erasure.keys(results)).containsExactlyInAnyOrderElementsOf(Erasure.paths(requests));
            assertThat(worker.state().deleted()).isEqualTo(3);
        }
    }

    @Test
    void theClientIsBuilt() {
        ApiKey apiKey = ApiKey.of("a-key-of-this-test");
        // snippet: kafka-client
        ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(apiKey)
                .concurrency(Concurrency.adaptive(2, 32)) // workers share the API's limit without knowing each other
                .retryPolicy(RetryPolicy.includingUnknown())
                .build();
        // end

        assertThat(deletions.status().inFlight()).isZero();
        deletions.close();
    }

    private static ErasureWorker start(ClassificationDeletions deletions, String brokers) {
        // snippet: kafka-worker
        ErasureWorker worker = ErasureWorker.builder()
                .deletions(deletions)
                .consumer(Map.of("bootstrap.servers", brokers, "group.id", "erasure"))
                .topic("erasure-requests")
                .results("erasure-results")
                .deadLetters("erasure-dead-letters")
                .build();
        worker.start();
        // end
        return worker;
    }
}
