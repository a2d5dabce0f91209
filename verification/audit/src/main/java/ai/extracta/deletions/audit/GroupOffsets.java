package ai.extracta.deletions.audit;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.jspecify.annotations.Nullable;

/** How far the share group has acknowledged each partition: the broker never delivers a record below that again. */
final class GroupOffsets implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final long TIMEOUT_SECONDS = 2;

    private final Admin admin;
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Map<Integer, Long> lags = new HashMap<>();
    private long nextRead = System.nanoTime();

    GroupOffsets(KafkaBroker broker) {
        this.admin = broker.admin();
    }

    /** By partition, and possibly outdated: the broker may be down, and the offsets are read at intervals only. */
    Map<Integer, Long> read() throws InterruptedException {
        if (System.nanoTime() - nextRead >= 0) {
            try {
                admin.listShareGroupOffsets(Map.of(ErasureTopics.GROUP, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(ErasureTopics.GROUP)
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .forEach((partition, info) -> set(partition.partition(), info));
            } catch (ExecutionException | TimeoutException notYetOrDown) {
                // what was read before stays true
            }
            nextRead = System.nanoTime() + INTERVAL.toNanos();
        }
        return Map.copyOf(offsets);
    }

    private void set(int partition, @Nullable SharePartitionOffsetInfo info) {
        if (info != null) {
            offsets.put(partition, info.startOffset());
            lags.put(partition, info.lag().orElse(Long.MAX_VALUE));
        }
    }

    /** Whether every record was acknowledged, as far as it was read. */
    boolean isAtEnd() {
        return lags.size() == ErasureTopics.PARTITIONS && lags.values().stream().allMatch(lag -> lag == 0);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
