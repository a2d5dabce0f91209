package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes results and dead letters, idempotently and confirmed by all in-sync replicas. */
final class RecordWriter {

    /** The worker's thread waits for metadata of a topic at most as long. */
    private static final String MAX_BLOCK_MILLIS = "5000";

    /** A result repeats the ids of its request, which may be as long as a broker permits. It is sent compressed. */
    private static final String MAX_REQUEST_SIZE = Integer.toString(16 << 20);

    private static final long BLOCKED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Producer<byte[], byte[]> producer;
    private long blockedUntil = System.nanoTime();

    RecordWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static RecordWriter create(WorkerSettings settings) {
        Map<String, Object> properties =
                new HashMap<>(ClientProperties.knownTo(ProducerConfig.configNames(), settings.consumer()));
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_SIZE);
        return new RecordWriter(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Notifies, on any thread, when the record is confirmed or could not be written. */
    void write(ProducerRecord<byte[], byte[]> record, Consumer<@Nullable Exception> written) {
        if (System.nanoTime() - blockedUntil < 0) {
            written.accept(new TimeoutException("the producer is blocked"));
            return;
        }
        try {
            Future<?> unused = producer.send(record, (metadata, failure) -> written.accept(failure));
        } catch (KafkaException e) {
            blockedUntil = System.nanoTime() + BLOCKED_NANOS;
            written.accept(e);
        }
    }

    void close(Duration timeout) {
        producer.close(timeout);
    }
}
