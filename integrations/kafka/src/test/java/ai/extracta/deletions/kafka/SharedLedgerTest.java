package ai.extracta.deletions.kafka;

import static ai.extracta.deletions.kafka.Erasure.TIMEOUT;
import static ai.extracta.deletions.kafka.Erasure.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** What workers that share a ledger guarantee beyond those that do not. */
@ExtendWith(BrokerExtension.class)
class SharedLedgerTest {

    private final SwitchableDatabase database = new SwitchableDatabase(
            ConnectionFactories.get("r2dbc:h2:mem:///workers?options=DB_CLOSE_DELAY=-1"), new AtomicBoolean());
    private Erasure erasure;

    @BeforeEach
    void open(KafkaBroker broker) {
        R2dbcLedger.createSchema(database).block(TIMEOUT);
        erasure = new Erasure(broker);
    }

    @AfterEach
    void close() {
        erasure.close();
    }

    /** Each has a ledger of its own, as in processes of their own. */
    private ErasureWorker.Builder withLedger(ErasureWorker.Builder builder) {
        return builder.ledger(R2dbcLedger.create(database, erasure.group()));
    }

    @Test
    void whatWasDeletedAndNotAcknowledgedIsNotSentAgain() {
        erasure.send(erasure.seedBatches(1));
        ErasureWorker first =
                erasure.start(builder -> withLedger(builder).results("missing").stopTimeout(Duration.ofMillis(100)));
        awaitUntil(() -> first.state().lastFailure().contains("missing"));
        first.stopLater().block(TIMEOUT);

        erasure.start(this::withLedger);

        assertThat(erasure.awaitResults(1).get(0).value()).contains("\"outcome\":\"ALREADY_DELETED\"");
        assertThat(erasure.simulator().requests()).hasSize(1);
    }

    @Test
    void filesOfABatchThatAnotherWorkerDeletedAreNotSent() {
        DeleteBatch batch = (DeleteBatch) erasure.seedBatches(1).get(0);
        erasure.send(batch);
        ErasureWorker first = erasure.start(this::withLedger);
        erasure.awaitResults(1);
        first.stopLater().block(TIMEOUT);

        erasure.start(this::withLedger);
        erasure.send(new DeleteFiles(batch.classificationId(), batch.batchId(), List.of(batch.batchId() + "-file-1")));

        assertThat(erasure.awaitResults(2).get(1).value()).contains("\"outcome\":\"SUBSUMED\"");
        assertThat(erasure.simulator().requests()).hasSize(1);
    }

    @Test
    void whatAnotherMessageMayHaveDeletedIsAbsentAndNotRefused() {
        erasure.simulator().answerNext(Answer.noResponse().afterDeleting());
        DeletionRequest request = erasure.seedBatches(1).get(0);
        erasure.send(request);
        ErasureWorker first = erasure.start(builder -> withLedger(builder).stopTimeout(Duration.ofMillis(100)));
        erasure.simulator().awaitDeletions(1, TIMEOUT);
        first.stopLater().block(TIMEOUT);

        erasure.send(request);
        erasure.start(this::withLedger);

        assertThat(erasure.awaitResults(2))
                .allSatisfy(result -> assertThat(result.value()).contains("\"outcome\":\"AL"));
    }

    @Test
    void whatNeverExistedIsRefusedInItsFirstDelivery() {
        erasure.seedBatches(1);
        erasure.send(List.of(new DeleteBatch("cls-1", "absent"), new DeleteFiles("cls-1", "absent", List.of("file"))));
        erasure.start(this::withLedger);

        assertThat(erasure.awaitDeadLetters(2))
                .allSatisfy(letter ->
                        assertThat(Erasure.header(letter, "extracta-reason")).isEqualTo("REFUSED"));
    }

    @Test
    void nothingIsSentAndNothingIsGivenUpWhileTheDatabaseIsDown() {
        erasure.groupConfiguration("share.delivery.count.limit", "2");
        database.isDown().set(true);
        erasure.send(erasure.seedBatches(5));
        ErasureWorker worker = erasure.start(this::withLedger);
        awaitUntil(() -> worker.state().lastFailure().startsWith("NOT_SENT"));
        assertThat(erasure.simulator().requests()).isEmpty();

        database.isDown().set(false);

        assertThat(erasure.awaitResults(5))
                .allSatisfy(result -> assertThat(result.value()).contains("\"outcome\":\"DELETED\""));
        assertThat(worker.state().deadLettered()).isZero();
    }

    private record SwitchableDatabase(ConnectionFactory database, AtomicBoolean isDown) implements ConnectionFactory {

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.defer(() -> isDown.get()
                    ? Mono.error(new R2dbcNonTransientResourceException("down"))
                    : Mono.from(database.create()));
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return database.getMetadata();
        }
    }
}
