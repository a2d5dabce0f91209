package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of a share group, which are held by an acquisition lock each and acknowledged one by one. */
final class ShareGroupSource implements RecordSource {

    private static final Logger log = LoggerFactory.getLogger(ShareGroupSource.class);

    /** Until the broker has told its own. */
    private static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

    /** Of which a renewal may take two before the lock expires. */
    private static final int INTERVALS_PER_LOCK = 3;

    /** Others may get them, so that they never come back. */
    private static final int MAX_LOST = 100_000;

    private static final Duration RENEWAL_TIMEOUT = Duration.ofMillis(200);

    /** While a renewal is not confirmed. */
    private static final Duration RENEWAL_INTERVAL = Duration.ofMillis(50);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final Map<Position, ConsumerRecord<byte[], byte[]>> acquired = new LinkedHashMap<>();

    /** Which cannot be acknowledged until the consumer returns them again. */
    private final Set<Position> renewing = new HashSet<>();

    /** Those of them of which the broker has not said yet that they are renewed. */
    private final Set<Position> unconfirmed = new HashSet<>();

    /** How to acknowledge them then. */
    private final Map<Position, AcknowledgeType> deferred = new HashMap<>();

    /** Which were executed here, and of which the broker does not know: a broker that restarts forgets its counts. */
    private final Set<Position> lost = new HashSet<>();

    ShareGroupSource(ShareConsumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    static ShareGroupSource create(WorkerSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.consumer());
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.putIfAbsent(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        return new ShareGroupSource(
                new KafkaShareConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                settings.topic());
    }

    @Override
    public void subscribe(Holder holder) {
        consumer.setAcknowledgementCommitCallback(this::onCommit);
        consumer.subscribe(List.of(topic));
    }

    /** Called by poll and commit. */
    private void onCommit(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
        if (failure == null) {
            offsets.forEach((partition, committed) ->
                    committed.forEach(offset -> unconfirmed.remove(new Position(partition.topicPartition(), offset))));
            return;
        }
        if (lost.size() > MAX_LOST) {
            lost.clear();
        }
        log.debug("records may be delivered again that were acknowledged or renewed: {}", offsets, failure);
        offsets.forEach((partition, lostOffsets) -> lostOffsets.forEach(offset -> {
            Position position = new Position(partition.topicPartition(), offset);
            renewing.remove(position);
            unconfirmed.remove(position);
            deferred.remove(position);
            lost.add(position);
        }));
    }

    @Override
    public List<Received> poll(Duration timeout) {
        return acquire(consumer.poll(timeout));
    }

    private List<Received> acquire(ConsumerRecords<byte[], byte[]> records) {
        List<Received> received = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Position position = Position.of(record);
            renewing.remove(position);
            @Nullable AcknowledgeType type = deferred.remove(position);
            if (type != null) {
                consumer.acknowledge(record, type);
            } else {
                acquired.put(position, record);
                int deliveries = record.deliveryCount().orElse((short) 1);
                received.add(new Received(record, deliveries, lost.remove(position) || deliveries > 1));
            }
        }
        return received;
    }

    /**
     * The consumer demands that every record is acknowledged before a poll, and returns the renewed ones from it. A
     * poll before the renewal is confirmed would fetch as well: what it fetched would wait in the consumer, lose its
     * lock there, and be one delivery nearer to the limit without having been seen.
     */
    @Override
    public List<Received> keepAlive() {
        commit();
        if (renewing.isEmpty()) {
            renew();
        }
        return unconfirmed.isEmpty() ? acquire(consumer.poll(RENEWAL_TIMEOUT)) : List.of();
    }

    private void renew() {
        acquired.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RENEW));
        renewing.addAll(acquired.keySet());
        unconfirmed.addAll(acquired.keySet());
        acquired.clear();
        commit();
    }

    @Override
    public Duration keepAliveInterval() {
        if (!renewing.isEmpty()) {
            return RENEWAL_INTERVAL;
        }
        return consumer.acquisitionLockTimeoutMs()
                .map(millis -> Duration.ofMillis(millis))
                .orElse(DEFAULT_LOCK)
                .dividedBy(INTERVALS_PER_LOCK);
    }

    @Override
    public boolean accept(Position position) {
        return acknowledge(position, AcknowledgeType.ACCEPT);
    }

    /** A record whose lock was lost has been given back already. */
    @Override
    public boolean release(Position position) {
        acknowledge(position, AcknowledgeType.RELEASE);
        return true;
    }

    private boolean acknowledge(Position position, AcknowledgeType type) {
        @Nullable ConsumerRecord<byte[], byte[]> record = acquired.remove(position);
        if (record != null) {
            consumer.acknowledge(record, type);
        } else if (renewing.contains(position)) {
            deferred.put(position, type);
        } else {
            return false;
        }
        return true;
    }

    @Override
    public void commit() {
        consumer.commitAsync();
    }

    @Override
    public void close(Duration timeout) {
        consumer.close(timeout);
    }
}
