package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static ai.extracta.deletions.kafka.Erasure.awaitUntil;
import static ai.extracta.deletions.kafka.Erasure.header;
import static ai.extracta.deletions.kafka.Erasure.keys;
import static ai.extracta.deletions.kafka.Erasure.paths;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class ShareGroupWorkerTest {

    private Erasure erasure;

    @BeforeEach
    void open(KafkaBroker broker) {
        erasure = new Erasure(broker);
    }

    @AfterEach
    void close() {
        erasure.close();
    }

    @Test
    void everyRequestThatIsDeletedHasAResultWithItsPathAsTheKey() {
        List<DeletionRequest> requests = erasure.seedFiles(200);
        erasure.send(requests);

        ErasureWorker worker = erasure.start();

        List<ConsumerRecord<String, String>> results = erasure.awaitResults(200);
        assertThat(keys(results)).containsExactlyInAnyOrderElementsOf(paths(requests));
        assertThat(results.get(0).value())
                .startsWith("{\"outcome\":\"DELETED\",\"worker\":\""
                        + worker.state().worker() + "\"")
                .contains("\"delivery\":1", "\"attempts\":1", "\"confirmation\":\"CONFIRMED\"");
        assertThat(erasure.simulator().deletions()).isNotEmpty();
        awaitUntil(() -> worker.state().inFlight() == 0);
        assertThat(worker.state().deleted()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsRefusedIsADeadLetterWithReasonAndOriginalHeaders() throws Exception {
        String request = new DeleteBatch("unknown", "batch").toJson();
        erasure.send("the key", request, new RecordHeader("origin", "crm".getBytes(StandardCharsets.UTF_8)))
                .get();
        ErasureWorker worker = erasure.start();

        ConsumerRecord<String, String> letter = erasure.awaitDeadLetters(1).get(0);

        assertThat(letter.key()).isEqualTo("the key");
        assertThat(letter.value()).isEqualTo(request);
        assertThat(header(letter, "origin")).isEqualTo("crm");
        assertThat(header(letter, "extracta-reason")).isEqualTo("REFUSED");
        assertThat(header(letter, "extracta-message")).contains("404");
        assertThat(header(letter, "extracta-topic")).isEqualTo(erasure.requests());
        awaitUntil(() -> worker.state().inFlight() == 0);
        assertThat(worker.state().deadLettered()).isEqualTo(1);
        assertThat(worker.state().released()).isZero();
    }

    @Test
    void aRequestAsLongAsABrokerPermitsHasAResult() throws Exception {
        List<String> files = IntStream.range(0, 20_000)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        erasure.simulator().add(new Classification("cls-big", List.of(new Batch("batch", files))));
        DeletionRequest request = new DeleteFiles("cls-big", "batch", files);
        erasure.send("key", request.toJson()).get();
        erasure.start();

        assertThat(keys(erasure.awaitResults(1))).containsExactly(RequestPath.of(request));
    }

    @Test
    void aMessageThatCannotBeReadIsADeadLetterAndStopsNothing() throws Exception {
        List<DeletionRequest> requests = erasure.seedBatches(2);
        erasure.send(requests.get(0));
        erasure.send("key", "{\"type\":\"batch\",\"classificationId\":\"c\"}").get();
        erasure.send(requests.get(1));
        erasure.start();

        assertThat(keys(erasure.awaitResults(2))).containsExactlyInAnyOrderElementsOf(paths(requests));
        ConsumerRecord<String, String> letter = erasure.awaitDeadLetters(1).get(0);
        assertThat(header(letter, "extracta-reason")).isEqualTo("UNREADABLE");
        assertThat(header(letter, "extracta-message")).isEqualTo("batchId is missing");
        assertThat(header(letter, "extracta-offset")).matches("\\d+");
    }

    @Test
    void whatIsAbsentWhenItIsDeliveredAgainCountsAsDeleted() {
        erasure.simulator().answerNext(Answer.disconnectAfterDeleting());
        erasure.send(erasure.seedBatches(1));
        ErasureWorker worker = erasure.start();

        assertThat(erasure.awaitResults(1).get(0).value()).contains("\"outcome\":\"ALREADY_ABSENT\"", "\"delivery\":2");
        assertThat(erasure.simulator().requests()).hasSize(2);
        assertThat(worker.state().released()).isEqualTo(1);
        assertThat(worker.state().redelivered()).isEqualTo(1);
    }

    @Test
    void requestsWaitWhileTheApiIsDown() {
        erasure.groupConfiguration("share.delivery.count.limit", "2");
        erasure.simulator().answerAlways(Answer.status(401, "{\"message\":\"revoked\"}"));
        List<DeletionRequest> requests = erasure.seedBatches(20);
        erasure.send(requests);
        ErasureWorker worker = erasure.start();
        erasure.simulator().awaitRequests(5, TIMEOUT);
        awaitUntil(() -> worker.state().lastFailure().equals("REFUSED: status 401"));

        erasure.simulator().answerAlways(Answer.documented());

        assertThat(keys(erasure.awaitResults(20))).containsExactlyInAnyOrderElementsOf(paths(requests));
        assertThat(worker.state().deadLettered()).isZero();
    }

    @Test
    void whatIsStillNotCertainBeforeTheLastDeliveryIsADeadLetter() {
        erasure.groupConfiguration("share.delivery.count.limit", "3");
        erasure.simulator().answerAlways(Answer.serverError());
        erasure.send(erasure.seedBatches(1));
        ErasureWorker worker = erasure.start();

        ConsumerRecord<String, String> letter = erasure.awaitDeadLetters(1).get(0);

        assertThat(header(letter, "extracta-reason")).isEqualTo("NOT_CERTAIN");
        assertThat(header(letter, "extracta-outcome")).isEqualTo("UNKNOWN");
        assertThat(header(letter, "extracta-deliveries")).isEqualTo("2");
        assertThat(erasure.simulator().requests()).hasSize(2);
        awaitUntil(() -> worker.state().inFlight() == 0);
        assertThat(worker.state().released()).isEqualTo(1);
    }

    @Test
    void theLastDeliveryIsADeadLetterAtOnce() {
        erasure.groupConfiguration("share.delivery.count.limit", "2");
        erasure.simulator().answerAlways(Answer.noResponse());
        erasure.send(erasure.seedBatches(1));
        ErasureWorker first = erasure.start(builder -> builder.stopTimeout(Duration.ZERO));
        erasure.simulator().awaitRequests(1, TIMEOUT);
        first.stopLater().block(TIMEOUT);

        erasure.start();

        ConsumerRecord<String, String> letter = erasure.awaitDeadLetters(1).get(0);
        assertThat(header(letter, "extracta-reason")).isEqualTo("NOT_CERTAIN");
        assertThat(header(letter, "extracta-deliveries")).isEqualTo("2");
        assertThat(erasure.simulator().requests()).hasSize(1);
    }

    @Test
    void aSlowCallKeepsItsLock() {
        erasure.groupConfiguration("share.record.lock.duration.ms", "4000");
        erasure.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofSeconds(7)));
        erasure.send(erasure.seedBatches(1));
        ErasureWorker worker = erasure.start();
        ErasureWorker other = erasure.start();

        assertThat(erasure.awaitResults(1).get(0).value()).contains("\"delivery\":1");

        awaitUntil(() -> worker.state().inFlight() + other.state().inFlight() == 0);
        assertThat(worker.state().redelivered() + other.state().redelivered()).isZero();
        assertThat(erasure.simulator().requests()).hasSize(1);
    }

    @Test
    void callsInFlightEndAndAreAcknowledgedWhenTheWorkerStops() {
        erasure.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofSeconds(1)));
        List<DeletionRequest> requests = erasure.seedBatches(4);
        erasure.send(requests);
        ErasureWorker worker = erasure.start();
        erasure.simulator().awaitRequests(1, TIMEOUT);
        awaitUntil(() -> worker.state().inFlight() > 0);

        worker.stopLater().block(TIMEOUT);

        long finished = worker.state().deleted();
        assertThat(finished).isPositive();
        assertThat(worker.state().released()).isZero();
        erasure.start();
        assertThat(erasure.awaitResults(4)).hasSize(4);
        assertThat(erasure.simulator().requests()).hasSize(4);
    }

    @Test
    void callsThatDoNotEndWhenTheWorkerStopsAreDeliveredAgain() {
        erasure.simulator().answerNext(Answer.noResponse());
        erasure.send(erasure.seedBatches(1));
        ErasureWorker worker = erasure.start(builder -> builder.stopTimeout(Duration.ofMillis(200)));
        erasure.simulator().awaitRequests(1, TIMEOUT);

        worker.stopLater().block(TIMEOUT);

        assertThat(worker.state().released()).isEqualTo(1);
        erasure.start();
        assertThat(erasure.awaitResults(1).get(0).value()).contains("\"outcome\":\"DELETED\"", "\"delivery\":2");
    }

    @Test
    void theThreadOfAWorkerEndsWhenItStops() {
        ErasureWorker worker = erasure.start();
        String name = worker.state().worker();
        assertThat(threads()).contains(name);

        worker.stopLater().block(TIMEOUT);

        assertThat(worker.state().running()).isFalse();
        awaitUntil(() -> !threads().contains(name));
        worker.stopLater().block(TIMEOUT);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .map(Thread::getName)
                .toList();
    }

    @Test
    void workersShareTheRequests() {
        ErasureWorker first = erasure.start(builder -> builder.consumer(withMaxPoll(10)));
        ErasureWorker second = erasure.start(builder -> builder.consumer(withMaxPoll(10)));
        erasure.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(20)));
        erasure.awaitMembers(2);
        List<DeletionRequest> requests = erasure.seedBatches(300);
        erasure.send(requests);

        assertThat(keys(erasure.awaitResults(300))).containsExactlyInAnyOrderElementsOf(paths(requests));
        assertThat(first.state().deleted()).isPositive();
        assertThat(second.state().deleted()).isPositive();
    }

    private Map<String, Object> withMaxPoll(int records) {
        Map<String, Object> properties = erasure.consumer();
        properties.put("max.poll.records", Integer.toString(records));
        return properties;
    }
}
