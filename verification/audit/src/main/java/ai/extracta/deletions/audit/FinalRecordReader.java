package ai.extracta.deletions.audit;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topics of results and dead letters. */
final class FinalRecordReader implements AutoCloseable {

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(50);
    private static final String MAX_POLL_RECORDS = "5000";

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions = Stream.of(ErasureTopics.RESULTS, ErasureTopics.DEAD_LETTERS)
            .flatMap(topic -> IntStream.range(0, ErasureTopics.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList();

    FinalRecordReader(KafkaBroker broker) {
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.poll.records", MAX_POLL_RECORDS),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    Iterable<ConsumerRecord<String, String>> poll() {
        return consumer.poll(POLL_TIMEOUT);
    }

    /** Whether there is nothing more to read; nobody may write any more. */
    boolean isAtEnd() {
        return consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
