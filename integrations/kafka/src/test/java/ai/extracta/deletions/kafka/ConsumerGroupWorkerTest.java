package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static ai.extracta.deletions.kafka.Erasure.awaitUntil;
import static ai.extracta.deletions.kafka.Erasure.header;
import static ai.extracta.deletions.kafka.Erasure.keys;
import static ai.extracta.deletions.kafka.Erasure.paths;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class ConsumerGroupWorkerTest {

    private Erasure erasure;

    @BeforeEach
    void open(KafkaBroker broker) {
        erasure = new Erasure(broker);
    }

    @AfterEach
    void close() {
        erasure.close();
    }

    private ErasureWorker start(UnaryOperator<ErasureWorker.Builder> changes) {
        return erasure.start(builder -> changes.apply(builder.consumerGroup()));
    }

    private ErasureWorker start() {
        return start(builder -> builder);
    }

    @Test
    void whatIsNotCertainIsRetriedByTheSameWorker() {
        erasure.simulator().answerNext(Answer.disconnectAfterDeleting(), Answer.serverError());
        List<DeletionRequest> requests = erasure.seedBatches(20);
        erasure.send(requests);
        ErasureWorker worker = start();

        List<ConsumerRecord<String, String>> results = erasure.awaitResults(20);

        assertThat(keys(results)).containsExactlyInAnyOrderElementsOf(paths(requests));
        assertThat(results).anySatisfy(result -> assertThat(result.value()).contains("ALREADY_ABSENT"));
        awaitUntil(() -> worker.state().inFlight() == 0);
        assertThat(worker.state().released()).isZero();
        assertThat(erasure.simulator().requests()).hasSize(22);
    }

    @Test
    void whatIsStillNotCertainAfterAllTriesIsADeadLetter() {
        erasure.simulator().answerAlways(Answer.serverError());
        erasure.send(erasure.seedBatches(1));
        start(builder -> builder.deliveryLimit(3));

        ConsumerRecord<String, String> letter = erasure.awaitDeadLetters(1).get(0);

        assertThat(header(letter, "extracta-reason")).isEqualTo("NOT_CERTAIN");
        assertThat(erasure.simulator().requests()).hasSize(2);
    }

    @Test
    void whatIsFinishedIsNotExecutedAgainByTheNextWorker() {
        erasure.send(erasure.seedBatches(10));
        ErasureWorker first = start();
        erasure.awaitResults(10);
        first.stopLater().block(TIMEOUT);

        List<DeletionRequest> more = erasure.seedBatches(5);
        erasure.send(more);
        ErasureWorker second = start();

        assertThat(erasure.awaitResults(15)).hasSize(15);
        assertThat(second.state().redelivered()).isZero();
        assertThat(erasure.simulator().requests()).hasSize(15);
    }

    @Test
    void theNextWorkerKnowsWhatMayHaveBeenDeletedByThePreviousOne() {
        erasure.simulator().answerNext(Answer.noResponse().afterDeleting());
        erasure.send(erasure.seedBatches(1));
        ErasureWorker first = start(builder -> builder.stopTimeout(Duration.ofMillis(100)));
        erasure.simulator().awaitDeletions(1, TIMEOUT);
        first.stopLater().block(TIMEOUT);

        ErasureWorker second = start();

        assertThat(erasure.awaitResults(1).get(0).value()).contains("\"outcome\":\"ALREADY_ABSENT\"");
        assertThat(second.state().redelivered()).isEqualTo(1);
    }

    @Test
    void aPartitionThatIsTakenAwayIsFinishedFirst() {
        erasure.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(300)));
        List<DeletionRequest> requests = erasure.seedBatches(200);
        erasure.send(requests);
        ErasureWorker first = start(builder -> builder.concurrency(8));
        erasure.simulator().awaitRequests(1, TIMEOUT);

        ErasureWorker second = start(builder -> builder.concurrency(8));

        List<ConsumerRecord<String, String>> results = erasure.awaitResults(200);
        assertThat(keys(results)).containsExactlyInAnyOrderElementsOf(paths(requests));
        assertThat(results).noneSatisfy(result -> assertThat(result.value()).contains("ALREADY_ABSENT"));
        assertThat(first.state().deleted() + second.state().deleted()).isEqualTo(200);
        assertThat(erasure.simulator().requests()).hasSize(200);
    }
}
