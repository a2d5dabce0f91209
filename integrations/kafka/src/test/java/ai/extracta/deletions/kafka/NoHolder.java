package ai.extracta.deletions.kafka;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Holds no records. */
final class NoHolder implements RecordSource.Holder {

    @Override
    public void finish(Collection<TopicPartition> partitions) {}

    @Override
    public void abandon(Collection<TopicPartition> partitions) {}
}
