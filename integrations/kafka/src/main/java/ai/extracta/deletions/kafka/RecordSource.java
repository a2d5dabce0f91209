package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where records come from. A record is held until it is accepted or released. Not thread-safe. */
interface RecordSource {

    /** Whose records are taken away when their partition is. */
    interface Holder {

        /** Finishes what can be finished in a limited time, and lets go of the rest. */
        void finish(Collection<TopicPartition> partitions);

        /** Lets go of records that belong to somebody else already. */
        void abandon(Collection<TopicPartition> partitions);
    }

    void subscribe(Holder holder);

    /** Waits for new records; only while none is held. */
    List<Received> poll(Duration timeout);

    /** Keeps the records that are held, and the membership in the group. Returns new records, if there are any. */
    List<Received> keepAlive();

    /** How long a record may be held without {@link #keepAlive}. */
    Duration keepAliveInterval();

    /** The record is finished. Returns false if it is not held any more. */
    boolean accept(Position position);

    /** Gives the record back to the broker, for any worker. Returns false if the broker does not take it. */
    boolean release(Position position);

    /** Tells the broker what was accepted and released. */
    void commit();

    /** Leaves the group; what is still held will be delivered again. */
    void close(Duration timeout);
}
