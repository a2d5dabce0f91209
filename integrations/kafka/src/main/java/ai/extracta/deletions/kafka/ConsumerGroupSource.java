package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of a consumer group, whose partitions are paused while records are held. */
final class ConsumerGroupSource implements RecordSource {

    private static final Logger log = LoggerFactory.getLogger(ConsumerGroupSource.class);

    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofMillis(500);
    private static final Duration KEEP_ALIVE_POLL = Duration.ofMillis(20);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
    private final Set<Position> held = new HashSet<>();

    ConsumerGroupSource(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    static ConsumerGroupSource create(WorkerSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.consumer());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Object protocol = properties.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        if (protocol.toString().toLowerCase(Locale.ROOT).equals("classic")) {
            properties.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return new ConsumerGroupSource(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                settings.topic());
    }

    @Override
    public void subscribe(Holder holder) {
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                onAssigned(assigned);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                holder.finish(revoked);
                forget(revoked, true);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> gone) {
                holder.abandon(gone);
                forget(gone, false);
            }
        });
    }

    private void onAssigned(Collection<TopicPartition> assigned) {
        if (!held.isEmpty()) {
            consumer.pause(assigned);
        }
    }

    private void forget(Collection<TopicPartition> gone, boolean isOwned) {
        if (isOwned) {
            commitNow();
        }
        partitions.keySet().removeAll(gone);
        held.removeIf(position -> gone.contains(position.partition()));
    }

    @Override
    public List<Received> poll(Duration timeout) {
        consumer.resume(consumer.paused());
        return deliver(consumer.poll(timeout));
    }

    /** Records are executed only after it is recorded that they may have been. Otherwise they are fetched again. */
    private List<Received> deliver(ConsumerRecords<byte[], byte[]> records) {
        List<Received> received = new ArrayList<>();
        boolean isRecorded = false;
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                received.add(new Received(record, 1, progress(record).deliver(record.offset())));
            }
            isRecorded = received.isEmpty() || commitNow();
        } finally {
            if (!isRecorded) {
                records.partitions().forEach(partition -> rewind(partition, records.records(partition)));
            }
        }
        if (!isRecorded) {
            return List.of();
        }
        partitions.values().forEach(PartitionProgress::delivered);
        received.forEach(delivery -> held.add(Position.of(delivery.record())));
        return received;
    }

    private PartitionProgress progress(ConsumerRecord<?, ?> record) {
        return partitions.computeIfAbsent(
                Position.of(record).partition(),
                partition -> new PartitionProgress(
                        consumer.committed(Set.of(partition)).get(partition)));
    }

    private void rewind(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        long offset = records.get(0).offset();
        @Nullable PartitionProgress progress = partitions.get(partition);
        if (progress != null) {
            progress.rewind(offset);
        }
        if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
        }
    }

    @Override
    public List<Received> keepAlive() {
        consumer.pause(consumer.assignment());
        return deliver(consumer.poll(KEEP_ALIVE_POLL));
    }

    @Override
    public Duration keepAliveInterval() {
        return KEEP_ALIVE_INTERVAL;
    }

    @Override
    public boolean accept(Position position) {
        @Nullable PartitionProgress progress = partitions.get(position.partition());
        if (!held.remove(position) || progress == null) {
            return false;
        }
        progress.finish(position.offset());
        return true;
    }

    /** A consumer group has no redelivery: the worker retries. */
    @Override
    public boolean release(Position position) {
        return !held.contains(position);
    }

    @Override
    public void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = takeChanges();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, failure) -> {
                if (failure != null) {
                    onCommitFailed(offsets, failure);
                }
            });
        }
    }

    /** Returns false if the broker does not know this worker as the owner of the partitions, or not yet again. */
    private boolean commitNow() {
        Map<TopicPartition, OffsetAndMetadata> offsets = takeChanges();
        if (offsets.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(offsets, COMMIT_TIMEOUT);
            return true;
        } catch (CommitFailedException | RebalanceInProgressException e) {
            onCommitFailed(offsets, e);
            return false;
        } catch (KafkaException e) {
            onCommitFailed(offsets, e);
            throw e;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> takeChanges() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach((partition, progress) -> {
            if (progress.isChanged()) {
                offsets.put(partition, progress.toCommit());
                progress.setChanged(false);
            }
        });
        return offsets;
    }

    private void onCommitFailed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        log.debug("the offsets {} were not committed", offsets, failure);
        offsets.keySet().forEach(partition -> {
            @Nullable PartitionProgress progress = partitions.get(partition);
            if (progress != null) {
                progress.setChanged(true);
            }
        });
    }

    @Override
    public void close(Duration timeout) {
        try {
            commitNow();
        } finally {
            consumer.close(CloseOptions.timeout(timeout));
        }
    }
}
