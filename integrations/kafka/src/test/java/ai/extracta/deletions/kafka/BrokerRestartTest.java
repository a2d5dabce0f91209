package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static ai.extracta.deletions.kafka.Erasure.awaitUntil;
import static ai.extracta.deletions.kafka.Erasure.keys;
import static ai.extracta.deletions.kafka.Erasure.paths;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
@Timeout(180)
class BrokerRestartTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRequestHasAResultAfterTheBrokerWasKilledMidway(boolean isConsumerGroup, KafkaBroker broker) {
        try (Erasure erasure = new Erasure(broker)) {
            erasure.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(50)));
            List<DeletionRequest> requests = erasure.seedBatches(150);
            erasure.send(requests);
            Map<String, Object> consumer = erasure.consumer();
            consumer.put("max.poll.records", "20");
            ErasureWorker worker = erasure.start(builder -> {
                builder.consumer(consumer);
                return isConsumerGroup ? builder.consumerGroup() : builder;
            });
            erasure.simulator().awaitRequests(30, TIMEOUT);

            broker.kill();
            broker.restart();

            // some of them have two results
            awaitUntil(() -> keys(erasure.awaitResults(150)).containsAll(paths(requests)));
            assertThat(worker.state().running()).isTrue();
        }
    }
}
