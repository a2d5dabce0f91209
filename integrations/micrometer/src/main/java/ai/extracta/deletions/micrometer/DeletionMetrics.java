package ai.extracta.deletions.micrometer;

import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.IN_FLIGHT;
import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.QUEUED;
import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.QUEUE_TIME;

import ai.extracta.deletions.bulk.BulkProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Meters of what observations cannot show: calls that are queued, attempts in flight, the time in the queue, and the
 * progress of {@code deleteAll}. Needs {@code micrometer-core}, which this artifact does not bring along.
 *
 * <pre>{@code
 * DeletionObservations observations = DeletionObservations.create(observationRegistry);
 * DeletionMetrics metrics = DeletionMetrics.of(observations);
 * metrics.bindTo(meterRegistry);
 *
 * builder.listener(observations);
 * BulkOptions.builder().progress(Duration.ofSeconds(1), metrics.bulkProgress("nightly"));
 * }</pre>
 *
 * <p>Can be bound to several registries, before or after calls are made. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeletionMetrics implements MeterBinder {

    private final CallLoad load;
    private final Set<MeterRegistry> registries = new HashSet<>();
    private final Map<String, BulkJob> jobs = new HashMap<>();

    private DeletionMetrics(CallLoad load) {
        this.load = load;
    }

    /**
     * Creates the meters of all clients that have this listener, or a copy of it with other settings.
     *
     * @param observations the listener
     * @return new meters, not bound yet
     */
    public static DeletionMetrics of(DeletionObservations observations) {
        return new DeletionMetrics(observations.load());
    }

    /**
     * Registers the meters. Calls that started earlier are not counted if they are not observed either. Binding to the
     * same registry again does nothing.
     *
     * @param registry where to
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (registries.add(Objects.requireNonNull(registry, "registry"))) {
            gauge(IN_FLIGHT, CallLoad::attemptsInFlight, registry);
            gauge(QUEUED, CallLoad::queuedCalls, registry);
            Timer queueTime = Timer.builder(QUEUE_TIME.getName())
                    .description(QUEUE_TIME.description())
                    .register(registry);
            load.measureQueueTime(nanos -> queueTime.record(nanos, TimeUnit.NANOSECONDS));
            jobs.values().forEach(job -> job.bindTo(registry));
        }
    }

    private void gauge(DeletionMeterDocumentation meter, ToDoubleFunction<CallLoad> value, MeterRegistry registry) {
        Gauge.builder(meter.getName(), load, value)
                .description(meter.description())
                .register(registry);
    }

    /**
     * Returns a progress listener that counts the requests and calls of one {@code deleteAll}. Each subscription needs
     * one of its own, because snapshots do not tell streams apart; the counts of one job add up.
     *
     * @param job what the streams have in common; few different values
     * @return a new listener for {@code BulkOptions.Builder.progress}
     * @throws IllegalArgumentException if the job is blank
     */
    public synchronized Consumer<BulkProgress> bulkProgress(String job) {
        if (job.isBlank()) {
            throw new IllegalArgumentException("the job is blank; name what its streams delete, such as \"nightly\"");
        }
        return jobs.computeIfAbsent(job, this::newJob).newStream();
    }

    private BulkJob newJob(String name) {
        BulkJob job = new BulkJob(name);
        registries.forEach(job::bindTo);
        return job;
    }
}
