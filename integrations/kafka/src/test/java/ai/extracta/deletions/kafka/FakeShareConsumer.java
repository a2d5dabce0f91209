package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Keeps the rules of explicit acknowledgement, which the mock of Kafka does not. */
final class FakeShareConsumer extends MockShareConsumer<byte[], byte[]> {

    static final TopicPartition PARTITION = new TopicPartition("requests", 0);

    private final List<ConsumerRecord<byte[], byte[]>> available = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> delivered = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> renewed = new ArrayList<>();
    private final List<String> acknowledgements = new CopyOnWriteArrayList<>();
    private AcknowledgementCommitCallback callback = (offsets, failure) -> {};
    private boolean holdsRenewals;
    private int polls;

    void add(long offset, int deliveries) {
        add(offset, deliveries, new byte[0]);
    }

    synchronized void add(long offset, int deliveries, byte[] value) {
        available.add(new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries)));
    }

    /** From now on renewals are not confirmed. */
    void holdRenewals(boolean hold) {
        this.holdsRenewals = hold;
    }

    /** The broker rejects the renewals. */
    void failRenewals() {
        Set<Long> offsets = offsets(renewed);
        renewed.clear();
        callback.onComplete(
                Map.of(new TopicIdPartition(Uuid.ONE_UUID, PARTITION), offsets),
                new InvalidRecordStateException("expired"));
    }

    /** How often it was polled. */
    int polls() {
        return polls;
    }

    List<String> acknowledgements() {
        return acknowledgements;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // nothing is waited for: records can be added meanwhile
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            wait(1);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        polls++;
        if (!delivered.isEmpty()) {
            throw new IllegalStateException("not all records are acknowledged: " + delivered);
        }
        if (!renewed.isEmpty() && !holdsRenewals) {
            delivered.addAll(renewed);
            renewed.clear();
        } else if (renewed.isEmpty()) {
            delivered.addAll(available);
            available.clear();
        }
        return new ConsumerRecords<>(
                delivered.isEmpty() ? Map.of() : Map.of(PARTITION, List.copyOf(delivered)), Map.of());
    }

    @Override
    public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        if (!delivered.remove(record)) {
            throw new IllegalStateException("the record cannot be acknowledged");
        }
        if (type == AcknowledgeType.RENEW) {
            renewed.add(record);
        }
        acknowledgements.add(type + " " + record.offset());
    }

    /** Confirms renewals at once. */
    @Override
    public synchronized void commitAsync() {
        if (!renewed.isEmpty() && !holdsRenewals) {
            callback.onComplete(Map.of(new TopicIdPartition(Uuid.ONE_UUID, PARTITION), offsets(renewed)), null);
        }
    }

    private static Set<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(ConsumerRecord::offset).collect(Collectors.toSet());
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback newCallback) {
        this.callback = newCallback;
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return Optional.of(30_000);
    }
}
