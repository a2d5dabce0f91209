package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the worker's thread does: it polls while it holds nothing, and otherwise waits for what becomes of that. */
final class WorkerLoop implements RecordSource.Holder {

    private static final Logger log = LoggerFactory.getLogger(WorkerLoop.class);

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DEFAULT_MAX_POLL_INTERVAL_MILLIS = 300_000;

    private final WorkerSettings settings;
    private final WorkerCounters counters;
    private final RecordSource source;
    private final RecordWriter writer;
    private final TaskQueue tasks = new TaskQueue();
    private final Deliveries deliveries;
    private volatile boolean isStopping;
    private long keepAliveAt;
    private boolean hasWarned;

    WorkerLoop(WorkerSettings settings, WorkerCounters counters, RecordSource source, RecordWriter writer) {
        this.settings = settings;
        this.counters = counters;
        this.source = source;
        this.writer = writer;
        Executions executions = new Executions(settings, tasks);
        this.deliveries = new Deliveries(settings, counters, source, writer, tasks, executions);
    }

    void stop() {
        isStopping = true;
        tasks.add(() -> {}); // ends the wait for another one
    }

    void run() {
        try {
            awaitDeliveryLimit();
            source.subscribe(this);
            while (!isStopping) {
                step();
            }
            drain();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            onFailure(e);
        } catch (UnsupportedVersionException e) {
            counters.failed("the broker is too old: version 4.2 is needed, or consumerGroup()");
            log.error("worker {} ends: it needs a broker from version 4.2, or consumerGroup()", settings.name(), e);
        } catch (RuntimeException | Error e) {
            counters.failed(e.getClass().getSimpleName());
            log.error("worker {} ends because of an unexpected failure", settings.name(), e);
        } finally {
            close();
        }
    }

    /** Without it the worker would not know which delivery is the last one. */
    private void awaitDeliveryLimit() throws InterruptedException {
        OptionalInt limit = DeliveryLimit.of(settings);
        while (limit.isEmpty() && !isStopping) {
            onFailure(new KafkaException("the broker cannot be reached"));
            tasks.run(AFTER_FAILURE_NANOS);
            limit = DeliveryLimit.of(settings);
        }
        limit.ifPresent(deliveries::setLimit);
    }

    private void step() throws InterruptedException {
        try {
            if (deliveries.isEmpty()) {
                deliveries.receive(source.poll(POLL_TIMEOUT));
                scheduleKeepAlive();
                hasWarned = false;
            } else {
                progress();
            }
        } catch (UnsupportedVersionException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            onFailure(e);
            tasks.run(AFTER_FAILURE_NANOS);
        }
        counters.inFlight(deliveries.size());
    }

    private void progress() throws InterruptedException {
        long now = System.nanoTime();
        tasks.run(deliveries.nanosUntilDue(now, keepAliveAt - now));
        deliveries.runDue(System.nanoTime());
        if (deliveries.takeChanges()) {
            source.commit();
        }
        if (keepAliveAt - System.nanoTime() <= 0) {
            keepAliveAt = System.nanoTime() + AFTER_FAILURE_NANOS;
            deliveries.receive(source.keepAlive());
            scheduleKeepAlive();
        }
    }

    private void scheduleKeepAlive() {
        keepAliveAt = System.nanoTime() + source.keepAliveInterval().toNanos();
    }

    private void onFailure(Exception failure) {
        counters.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        if (hasWarned) {
            log.debug("worker {} tries again", settings.name(), failure);
        } else {
            log.warn("worker {} tries again until it succeeds", settings.name(), failure);
            hasWarned = true;
        }
    }

    private void drain() throws InterruptedException {
        deliveries.stop();
        long deadline = System.nanoTime() + settings.stopTimeout().toNanos();
        while (!deliveries.isEmpty() && deadline - System.nanoTime() > 0) {
            keepAliveAt = Math.min(keepAliveAt, deadline);
            step();
        }
    }

    @Override
    public void finish(Collection<TopicPartition> partitions) {
        deliveries.abandonPaused(partitions);
        long deadline = System.nanoTime() + finishNanos();
        try {
            while (deliveries.holdsAny(partitions) && deadline - System.nanoTime() > 0) {
                tasks.run(deliveries.nanosUntilDue(System.nanoTime(), deadline - System.nanoTime()));
                deliveries.runDue(System.nanoTime());
                deliveries.abandonPaused(partitions);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon(partitions);
    }

    /** The group waits for a worker that loses a partition not longer than for one that does not poll. */
    private long finishNanos() {
        Object interval = settings.consumer()
                .getOrDefault(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_MAX_POLL_INTERVAL_MILLIS);
        Duration half = Duration.ofMillis(Long.parseLong(interval.toString()) / 2);
        return Math.min(half.toNanos(), settings.stopTimeout().toNanos());
    }

    @Override
    public void abandon(Collection<TopicPartition> partitions) {
        deliveries.abandon(partitions);
    }

    private void close() {
        closeQuietly(deliveries::releaseAll);
        closeQuietly(() -> source.close(CLOSE_TIMEOUT));
        closeQuietly(() -> writer.close(CLOSE_TIMEOUT));
        counters.inFlight(0);
        counters.running(false);
    }

    private void closeQuietly(Runnable resource) {
        try {
            resource.run();
        } catch (RuntimeException e) {
            log.warn("worker {} could not release everything", settings.name(), e);
        }
    }
}
