package ai.extracta.deletions.kafka;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One record while a worker holds it. What is not final is accessed by the worker's thread only. */
final class Delivery {

    private final ConsumerRecord<byte[], byte[]> record;
    private final Position position;
    private final @Nullable DeletionRequest request;
    private int count;
    private boolean mayBeDeleted;
    private boolean isRunning;

    /** The request is null if the record cannot be read. */
    Delivery(Received received, @Nullable DeletionRequest request) {
        this.record = received.record();
        this.position = Position.of(record);
        this.request = request;
        this.count = received.deliveries();
        this.mayBeDeleted = received.isRedelivered();
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    Position position() {
        return position;
    }

    DeletionRequest request() {
        return Objects.requireNonNull(request, "the record cannot be read");
    }

    /** How often the broker has delivered the record, or this worker has tried it. */
    int count() {
        return count;
    }

    void countAnother() {
        count++;
    }

    /** The record was delivered again while it is held: the lock had expired. */
    void countAtLeast(int deliveries) {
        count = Math.max(count, deliveries);
    }

    /** Whether an earlier try may have deleted it, so that a 404 means that it is deleted. */
    boolean mayBeDeleted() {
        return mayBeDeleted;
    }

    void markUnknown() {
        mayBeDeleted = true;
    }

    /** Whether it is being executed. */
    boolean isRunning() {
        return isRunning;
    }

    void setRunning(boolean running) {
        this.isRunning = running;
    }
}
