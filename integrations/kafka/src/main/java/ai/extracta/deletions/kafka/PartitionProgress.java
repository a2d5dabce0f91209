package ai.extracta.deletions.kafka;

import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer group is in one partition. What is committed is the lowest offset that is not finished, and in the
 * metadata the offset below which records may have been executed, so that whoever has the partition next knows which
 * records are repeated.
 */
final class PartitionProgress {

    private static final String PREFIX = "delivered below ";

    private final TreeSet<Long> unfinished = new TreeSet<>();
    private final long redeliveredBelow;
    private long position;
    private long deliveredBelow;
    private long previouslyDeliveredBelow;
    private boolean isChanged;

    /** Begins where a predecessor stopped, if there was one. */
    PartitionProgress(@Nullable OffsetAndMetadata committed) {
        this.redeliveredBelow = committed == null ? 0 : deliveredBelow(committed);
        this.deliveredBelow = redeliveredBelow;
        this.previouslyDeliveredBelow = redeliveredBelow;
    }

    private static long deliveredBelow(OffsetAndMetadata committed) {
        @Nullable String metadata = committed.metadata();
        return metadata != null && metadata.matches(PREFIX + "\\d{1,18}")
                ? Long.parseLong(metadata.substring(PREFIX.length()))
                : 0;
    }

    /** Returns whether the record may have been executed by a predecessor. */
    boolean deliver(long offset) {
        unfinished.add(offset);
        position = offset + 1;
        deliveredBelow = Math.max(deliveredBelow, position);
        isChanged = true;
        return offset < redeliveredBelow;
    }

    /** What was delivered is recorded: it may be executed from now on. */
    void delivered() {
        previouslyDeliveredBelow = deliveredBelow;
    }

    /** Takes back the delivery of this record and all after it. */
    void rewind(long offset) {
        unfinished.tailSet(offset).clear();
        position = offset;
        deliveredBelow = previouslyDeliveredBelow;
        isChanged = true;
    }

    void finish(long offset) {
        isChanged |= unfinished.remove(offset);
    }

    boolean isChanged() {
        return isChanged;
    }

    void setChanged(boolean changed) {
        this.isChanged = changed;
    }

    OffsetAndMetadata toCommit() {
        return new OffsetAndMetadata(unfinished.isEmpty() ? position : unfinished.first(), PREFIX + deliveredBelow);
    }
}
