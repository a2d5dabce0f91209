package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.Concurrency;
import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("capacity")
@ExtendWith(BrokerExtension.class)
class SharedCapacityTest {

    private static final int WORKERS = 4;

    /** With as many partitions as workers each would have its own, and those that are done could not help others. */
    private static final int PARTITIONS = 1;

    private static final int CAPACITY = 24;
    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final int REQUESTS = 8_000;

    /** What is executed before the workers have found the capacity does not count, nor when some have nothing to do. */
    private static final int FROM = 4_000;

    private static final int TO = 6_000;

    /** Much more than a worker executes at a time, but not so much that a slow worker holds what others could do. */
    private static final int MAX_POLL_RECORDS = 128;

    @Test
    @Timeout(180)
    void workersWithoutACoordinatorSettleAtTheCapacityOfTheServer(KafkaBroker broker) throws Exception {
        List<ClassificationDeletions> clients = new ArrayList<>();
        try (CapacityServer server = CapacityServer.start(CAPACITY, LATENCY);
                Erasure erasure = new Erasure(broker, PARTITIONS)) {
            for (int i = 0; i < WORKERS; i++) {
                ClassificationDeletions client = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of("key"))
                        .baseUri(server.baseUri())
                        .concurrency(Concurrency.adaptive(2, 32))
                        .build();
                clients.add(client);
                Map<String, Object> consumer = erasure.consumer();
                consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
                erasure.start(builder -> builder.deletions(client)
                        .consumer(consumer)
                        .concurrency(32)
                        .stopTimeout(Duration.ZERO));
            }
            erasure.awaitMembers(WORKERS);
            erasure.send(IntStream.range(0, REQUESTS)
                    .<DeletionRequest>mapToObj(i -> new DeleteBatch("c", "b" + i))
                    .toList());

            CapacityServer.Sample sample = server.measure(FROM, TO);

            assertThat(sample.utilization()).as(sample.toString()).isBetween(0.75, 1.01);
            assertThat(sample.refused()).isLessThan(0.05);
        } finally {
            clients.forEach(ClassificationDeletions::close);
        }
    }
}
