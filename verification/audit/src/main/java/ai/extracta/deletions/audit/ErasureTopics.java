package ai.extracta.deletions.audit;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;

/** Names on the broker, and how messages get there. */
final class ErasureTopics {

    static final String REQUESTS = "erasure-requests";
    static final String RESULTS = "erasure-results";
    static final String DEAD_LETTERS = "erasure-dead-letters";
    static final String GROUP = "erasure";
    static final int PARTITIONS = 6;

    private static final String NUMBER = "number";

    /** Short, because what a killed worker held is delivered again only after it. */
    private static final String LOCK_MILLIS = "10000";

    private ErasureTopics() {}

    static void create(KafkaBroker broker) {
        broker.createTopics(PARTITIONS, REQUESTS, RESULTS, DEAD_LETTERS);
        broker.configureGroup(GROUP, "share.auto.offset.reset", "earliest");
        broker.configureGroup(GROUP, "share.record.lock.duration.ms", LOCK_MILLIS);
    }

    /** Sends messages, numbered from 0, and returns where each of them is. */
    static Map<Position, Integer> send(KafkaBroker broker, List<String> messages) {
        Map<Position, Integer> numbers = new ConcurrentHashMap<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "20"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < messages.size(); i++) {
                int number = i;
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(REQUESTS, Integer.toString(number), messages.get(number));
                record.headers().add(NUMBER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
                Future<?> unused = producer.send(record, (metadata, failure) -> {
                    if (failure == null) {
                        numbers.put(new Position(metadata.partition(), metadata.offset()), number);
                    }
                });
            }
        }
        if (numbers.size() != messages.size()) {
            throw new IllegalStateException(
                    "only " + numbers.size() + " of " + messages.size() + " messages were sent");
        }
        return numbers;
    }

    /** The number of a message. */
    static int number(Headers headers) {
        return Integer.parseInt(new String(headers.lastHeader(NUMBER).value(), StandardCharsets.UTF_8));
    }
}
