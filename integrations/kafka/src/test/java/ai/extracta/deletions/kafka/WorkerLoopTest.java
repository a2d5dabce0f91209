package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static ai.extracta.deletions.kafka.Erasure.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a broker, so that a test decides when the producer confirms. */
class WorkerLoopTest {

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private final ClassificationDeletions deletions = Erasure.client(simulator);
    private final FakeShareConsumer consumer = new FakeShareConsumer();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final WorkerCounters counters = new WorkerCounters("worker");
    private final WorkerThread worker = WorkerThread.start(loop(), "worker-loop-test");

    private WorkerLoop loop() {
        WorkerSettings settings = new WorkerSettings(
                deletions,
                Map.of(),
                "requests",
                "results",
                "dead-letters",
                "worker",
                null,
                new JsonDeserializer(),
                false,
                5,
                4,
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofSeconds(5));
        return new WorkerLoop(
                settings, counters, new ShareGroupSource(consumer, "requests"), new RecordWriter(producer));
    }

    @AfterEach
    void close() {
        worker.stop().block(TIMEOUT);
        deletions.close();
        simulator.close();
    }

    private void receive(String batch, int deliveries) {
        String json = new DeleteBatch("cls-1", batch).toJson();
        consumer.add(0, deliveries, json.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> acknowledgements() {
        return consumer.acknowledgements();
    }

    @Test
    void aRequestIsAcknowledgedOnlyWhenItsResultIsConfirmed() {
        simulator.seed(1, 1, 1);
        receive("cls-1-batch-1", 1);
        awaitUntil(() -> producer.history().size() == 1);
        assertThat(acknowledgements()).isEmpty();
        assertThat(counters.snapshot().inFlight()).isEqualTo(1);

        producer.completeNext();

        awaitUntil(() -> acknowledgements().equals(List.of("accept 0")));
        assertThat(counters.snapshot().deleted()).isEqualTo(1);
    }

    @Test
    void aResultThatCannotBeWrittenIsWrittenAgainAndNothingIsDeletedAgain() {
        simulator.seed(1, 1, 1);
        receive("cls-1-batch-1", 1);
        awaitUntil(() -> producer.history().size() == 1);

        producer.errorNext(new TimeoutException("no leader"));

        awaitUntil(() -> producer.history().size() == 2);
        assertThat(counters.snapshot().lastFailure()).isEqualTo("TimeoutException: no leader");
        producer.completeNext();
        awaitUntil(() -> acknowledgements().equals(List.of("accept 0")));
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void aDeadLetterIsConfirmedBeforeTheRequestIsAcknowledged() {
        receive("unknown", 1);
        awaitUntil(() -> producer.history().size() == 1);
        assertThat(producer.history().get(0).topic()).isEqualTo("dead-letters");
        assertThat(acknowledgements()).isEmpty();

        producer.completeNext();

        awaitUntil(() -> acknowledgements().equals(List.of("accept 0")));
    }

    @Test
    void whatIsNotCertainIsReleased() {
        simulator.answerAlways(Answer.serverError());
        receive("cls-1-batch-1", 3);

        awaitUntil(() -> acknowledgements().equals(List.of("release 0")));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void whatWasNotExecutedIsKeptInTheDeliveryBeforeTheLastOne() {
        simulator.seed(1, 1, 1);
        simulator.answerNext(Answer.status(401, "{}"), Answer.status(401, "{}"));
        receive("cls-1-batch-1", 4);

        awaitUntil(() -> producer.history().size() == 1);
        producer.completeNext();

        awaitUntil(() -> acknowledgements().equals(List.of("accept 0")));
        assertThat(simulator.requests()).hasSize(3);
        assertThat(producer.history().get(0).topic()).isEqualTo("results");
    }

    @Test
    void theMessageOfADeadLetterIsLimited() {
        simulator.answerAlways(Answer.status(422, "{\"message\":\"" + "x".repeat(5_000) + "\"}"));
        receive("cls-1-batch-1", 1);

        awaitUntil(() -> producer.history().size() == 1);

        assertThat(producer.history()
                        .get(0)
                        .headers()
                        .lastHeader("extracta-message")
                        .value())
                .hasSizeLessThan(1_100);
        producer.completeNext();
    }

    @Test
    void whatIsNotAnsweredIsReleasedWhenTheWorkerStops() {
        simulator.answerAlways(Answer.serverError());
        receive("cls-1-batch-1", 1);
        simulator.awaitRequests(1, TIMEOUT);

        worker.stop().block(TIMEOUT);

        assertThat(acknowledgements()).contains("release 0");
        assertThat(counters.snapshot().running()).isFalse();
    }
}
