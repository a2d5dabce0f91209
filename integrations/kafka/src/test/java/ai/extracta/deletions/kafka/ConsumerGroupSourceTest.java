package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

    /** Fails commits as it is told to, and remembers the last one. */
    private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {

        private @Nullable KafkaException commitFailure;
        private Map<TopicPartition, OffsetAndMetadata> lastCommit = Map.of();

        FailingConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (commitFailure != null) {
                throw commitFailure;
            }
            lastCommit = offsets;
            super.commitSync(offsets, timeout);
        }
    }

    private final FailingConsumer consumer = new FailingConsumer();
    private final ConsumerGroupSource source = new ConsumerGroupSource(consumer, "requests");

    @BeforeEach
    void assign() {
        source.subscribe(new NoHolder());
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.rebalance(List.of(PARTITION));
    }

    private void add(long offset) {
        consumer.addRecord(new ConsumerRecord<>("requests", 0, offset, new byte[0], new byte[0]));
    }

    private List<Received> poll() {
        return source.poll(Duration.ZERO);
    }

    private static Position at(long offset) {
        return new Position(PARTITION, offset);
    }

    private OffsetAndMetadata committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION);
    }

    @Test
    void isCommittedAsDeliveredBeforeItIsExecuted() {
        add(0);
        add(1);

        assertThat(poll()).hasSize(2);

        assertThat(committed()).isEqualTo(new OffsetAndMetadata(0, "delivered below 2"));
    }

    @Test
    void isCommittedUpToTheLowestThatIsNotFinished() {
        add(0);
        add(1);
        poll();

        source.accept(at(1));
        source.commit();
        assertThat(committed().offset()).isZero();

        source.accept(at(0));
        source.commit();
        assertThat(committed().offset()).isEqualTo(2);
    }

    @Test
    void isNotExecutedButFetchedAgainIfThePartitionIsBeingMoved() {
        add(0);
        consumer.commitFailure = new RebalanceInProgressException();
        assertThat(poll()).isEmpty();
        assertThat(consumer.position(PARTITION)).isZero();

        consumer.commitFailure = null;
        add(0);

        assertThat(poll()).extracting(Received::isRedelivered).containsExactly(false);
    }

    @Test
    void isFetchedAgainIfTheBrokerCannotBeReached() {
        add(0);
        consumer.commitFailure = new TimeoutException("too late");

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(this::poll);

        assertThat(consumer.position(PARTITION)).isZero();
        assertThat(source.accept(at(0))).isFalse();
    }

    @Test
    void partitionsArePausedWhileRecordsAreHeld() {
        add(0);
        poll();

        source.keepAlive();
        assertThat(consumer.paused()).containsExactly(PARTITION);

        source.accept(at(0));
        poll();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void whatIsHeldIsNotReleasedToTheBroker() {
        add(0);
        poll();

        assertThat(source.release(at(0))).isFalse();
    }

    @Test
    void aRevokedPartitionIsCommittedOnceMoreAndForgotten() {
        add(0);
        add(1);
        poll();
        source.accept(at(0));

        consumer.rebalance(List.of());

        assertThat(consumer.lastCommit).containsEntry(PARTITION, new OffsetAndMetadata(1, "delivered below 2"));
        assertThat(source.accept(at(1))).isFalse();
    }
}
