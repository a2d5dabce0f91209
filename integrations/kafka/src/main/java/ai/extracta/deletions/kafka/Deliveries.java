package ai.extracta.deletions.kafka;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.kafka.Messages.Reason;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that a worker holds, from their arrival until they are accepted or released. Accessed by the worker's
 * thread only.
 */
final class Deliveries {

    /** What happens to a delivery after a pause. */
    private record Due(long at, Delivery delivery, Runnable action) {}

    private final WorkerSettings settings;
    private final WorkerCounters counters;
    private final RecordSource source;
    private final RecordWriter writer;
    private final Messages messages;
    private final TaskQueue tasks;
    private final Executions executions;
    private final RetryPause pause;
    private final Map<Position, Delivery> held = new LinkedHashMap<>();
    private final PriorityQueue<Due> paused = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private List<Delivery> retries = new ArrayList<>();
    private int limit = DeliveryLimit.DEFAULT;
    private boolean isStopping;
    private boolean hasChanges;

    Deliveries(
            WorkerSettings settings,
            WorkerCounters counters,
            RecordSource source,
            RecordWriter writer,
            TaskQueue tasks,
            Executions executions) {
        this.settings = settings;
        this.counters = counters;
        this.source = source;
        this.writer = writer;
        this.messages = new Messages(settings);
        this.tasks = tasks;
        this.executions = executions;
        this.pause = new RetryPause(settings.minPause(), settings.maxPause());
    }

    void setLimit(int deliveries) {
        this.limit = deliveries;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    int size() {
        return held.size();
    }

    boolean holdsAny(Collection<TopicPartition> partitions) {
        return held.keySet().stream().map(Position::partition).anyMatch(partitions::contains);
    }

    /** Whether something was accepted or released since the last time. */
    boolean takeChanges() {
        boolean changed = hasChanges;
        hasChanges = false;
        return changed;
    }

    void receive(List<Received> records) {
        List<Delivery> executable = new ArrayList<>();
        for (Received received : records) {
            @Nullable Delivery delivery = held.get(Position.of(received.record()));
            if (delivery == null) {
                receive(received, executable);
            } else {
                delivery.countAtLeast(received.deliveries());
            }
        }
        execute(executable);
    }

    private void receive(Received received, List<Delivery> executable) {
        if (received.isRedelivered()) {
            counters.redelivered();
        }
        ConsumerRecord<byte[], byte[]> record = received.record();
        @Nullable DeletionRequest request = null;
        String problem = "";
        try {
            request = Objects.requireNonNull(
                    settings.deserializer().deserialize(record.topic(), record.headers(), record.value()),
                    "the deserializer returned null");
        } catch (RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
        Delivery delivery = new Delivery(received, request);
        held.put(delivery.position(), delivery);
        if (request == null) {
            writeDeadLetter(delivery, Reason.UNREADABLE, problem);
        } else if (delivery.count() >= limit) {
            String message = "it was delivered " + delivery.count() + " times, and no worker learned what became of it";
            writeDeadLetter(delivery, Reason.NOT_CERTAIN, message);
        } else {
            executable.add(delivery);
        }
    }

    private void execute(List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            deliveries.forEach(delivery -> delivery.setRunning(true));
            executions.start(deliveries, this::onResult, this::onEnd);
        }
    }

    private void onResult(Delivery delivery, DeletionResult result) {
        delivery.setRunning(false);
        Verdict verdict = Verdict.of(result);
        if (verdict == Verdict.DELETED) {
            pause.onSuccess();
            write(delivery, messages.result(delivery, result), counters::deleted);
        } else if (isHeld(delivery)) {
            onFailure(delivery, result, verdict);
        }
    }

    private void onFailure(Delivery delivery, DeletionResult result, Verdict verdict) {
        if (verdict == Verdict.REFUSED) {
            pause.onSuccess();
            writeDeadLetter(delivery, Reason.REFUSED, result);
            return;
        }
        counters.failed(result);
        if (verdict == Verdict.NOT_CERTAIN) {
            if (result instanceof Failed failed && failed.outcome() == Outcome.UNKNOWN) {
                delivery.markUnknown();
            }
            if (isLastTry(delivery)) {
                writeDeadLetter(delivery, Reason.NOT_CERTAIN, result);
                return;
            }
        }
        if (isStopping) {
            giveBack(delivery, verdict);
        } else {
            resume(delivery, () -> giveBack(delivery, verdict));
        }
    }

    /** The last delivery is held in reserve, for a worker that is killed during the one before. */
    private boolean isLastTry(Delivery delivery) {
        return delivery.count() + 1 >= limit;
    }

    /**
     * Releases the record for any worker, or retries it here: if the broker takes nothing back, or if it would deliver
     * the record for the last time although it was not even executed.
     */
    private void giveBack(Delivery delivery, Verdict verdict) {
        if ((isStopping || !isLastTry(delivery)) && source.release(delivery.position())) {
            held.remove(delivery.position());
            counters.released();
            hasChanges = true;
        } else if (isStopping) {
            held.remove(delivery.position());
        } else {
            if (verdict == Verdict.NOT_CERTAIN) {
                delivery.countAnother();
            }
            retries.add(delivery);
        }
    }

    /** Every request of a stream has a result before it ends; if one had none, its outcome would be unknown. */
    private void onEnd(List<Delivery> stream) {
        pause.onRound();
        for (Delivery delivery : stream) {
            if (delivery.isRunning()) {
                delivery.setRunning(false);
                delivery.markUnknown();
                resume(delivery, () -> giveBack(delivery, Verdict.NOT_CERTAIN));
            }
        }
    }

    private void writeDeadLetter(Delivery delivery, Reason reason, String message) {
        write(
                delivery,
                messages.deadLetter(delivery.record(), delivery.count(), reason, message),
                counters::deadLettered);
    }

    private void writeDeadLetter(Delivery delivery, Reason reason, DeletionResult result) {
        write(delivery, messages.deadLetter(delivery, reason, result), counters::deadLettered);
    }

    private void write(Delivery delivery, ProducerRecord<byte[], byte[]> record, Runnable count) {
        writer.write(
                record,
                failure -> tasks.add(() -> {
                    if (failure == null) {
                        count.run();
                        accept(delivery);
                    } else {
                        counters.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage());
                        resume(delivery, () -> write(delivery, record, count));
                    }
                }));
    }

    private void accept(Delivery delivery) {
        if (held.remove(delivery.position(), delivery)) {
            source.accept(delivery.position());
            hasChanges = true;
        }
    }

    private boolean isHeld(Delivery delivery) {
        return held.get(delivery.position()) == delivery;
    }

    /** Goes on after the pause. */
    private void resume(Delivery delivery, Runnable action) {
        if (isHeld(delivery)) {
            paused.add(new Due(System.nanoTime() + pause.current().toNanos(), delivery, action));
        }
    }

    /** For how long nothing is due. */
    long nanosUntilDue(long now, long max) {
        @Nullable Due next = paused.peek();
        return next == null ? max : Math.min(max, next.at() - now);
    }

    void runDue(long now) {
        while (!paused.isEmpty() && paused.peek().at() - now <= 0) {
            run(paused.remove());
        }
        List<Delivery> retried = retries;
        retries = new ArrayList<>();
        execute(retried);
    }

    private void run(Due due) {
        if (isHeld(due.delivery())) {
            due.action().run();
        }
    }

    /** From now on nothing is retried, and no pause is made but for results that cannot be written. */
    void stop() {
        isStopping = true;
        List<Due> interrupted = List.copyOf(paused);
        paused.clear();
        interrupted.forEach(this::run);
    }

    /** Lets go of records whose partition is, or will be, assigned to another worker; calls in flight go on. */
    void abandon(Collection<TopicPartition> partitions) {
        held.keySet().removeIf(position -> partitions.contains(position.partition()));
    }

    /** Likewise, but only of those that wait for another try. */
    void abandonPaused(Collection<TopicPartition> partitions) {
        for (Due due : paused) {
            Position position = due.delivery().position();
            if (partitions.contains(position.partition())) {
                held.remove(position, due.delivery());
            }
        }
    }

    /** Gives back everything; what was in flight may have been executed. */
    void releaseAll() {
        executions.cancel();
        for (Position position : List.copyOf(held.keySet())) {
            if (source.release(position)) {
                counters.released();
            }
        }
        held.clear();
    }
}
