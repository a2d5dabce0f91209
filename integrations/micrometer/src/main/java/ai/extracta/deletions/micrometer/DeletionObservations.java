package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.model.DeletionRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes calls with Micrometer: timers, traces, and a trace context that is sent with each attempt.
 *
 * <pre>{@code
 * ClassificationDeletions.builder()
 *         .apiKey(ApiKey.fromEnvironment())
 *         .listener(DeletionObservations.create(observationRegistry))
 *         .build();
 * }</pre>
 *
 * <p>Each call is an observation, and so is each attempt, nested in that of its call;
 * {@link DeletionObservationDocumentation} lists names and keys. The parent of a call is the observation in the Reactor
 * context of its subscriber, or else the current one of the subscribing thread. The call's observation is in the
 * Reactor context in which its attempts run.
 *
 * <p>What the registry's propagator writes, such as {@code traceparent}, is sent with each attempt. Without a
 * propagator the request stays as it is.
 *
 * <p>Immutable and thread-safe. One instance can serve several clients. {@link DeletionMetrics} adds gauges.
 *
 * @since 0.1.0
 */
public final class DeletionObservations implements DeletionListener {

    private final ObservationRegistry registry;
    private final @Nullable CallObservationConvention callConvention;
    private final @Nullable AttemptObservationConvention attemptConvention;
    private final boolean includesIds;
    private final CallLoad load;

    private DeletionObservations(
            ObservationRegistry registry,
            @Nullable CallObservationConvention callConvention,
            @Nullable AttemptObservationConvention attemptConvention,
            boolean includesIds,
            CallLoad load) {
        this.registry = registry;
        this.callConvention = callConvention;
        this.attemptConvention = attemptConvention;
        this.includesIds = includesIds;
        this.load = load;
    }

    /**
     * Creates a listener for {@code ClassificationDeletions.Builder.listener}.
     *
     * @param registry receives the observations
     * @return a new listener
     */
    public static DeletionObservations create(ObservationRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        return new DeletionObservations(registry, null, null, false, new CallLoad());
    }

    /**
     * Returns a copy that adds ids to the observations of calls, as key values of high cardinality: in traces, not in
     * metrics. See {@link DeletionObservationDocumentation.IdKeys}. By default no key value has an id.
     *
     * @return the changed copy; {@link DeletionMetrics} of this one count its calls too
     */
    public DeletionObservations withIds() {
        return new DeletionObservations(registry, callConvention, attemptConvention, true, load);
    }

    /**
     * Returns a copy with another convention for calls.
     *
     * @param convention names observations and their keys; takes precedence over a global convention of the registry
     * @return the changed copy; {@link DeletionMetrics} of this one count its calls too
     */
    public DeletionObservations withCallConvention(CallObservationConvention convention) {
        Objects.requireNonNull(convention, "convention");
        return new DeletionObservations(registry, convention, attemptConvention, includesIds, load);
    }

    /**
     * Returns a copy with another convention for attempts.
     *
     * @param convention names observations and their keys; takes precedence over a global convention of the registry
     * @return the changed copy; {@link DeletionMetrics} of this one count its calls too
     */
    public DeletionObservations withAttemptConvention(AttemptObservationConvention convention) {
        Objects.requireNonNull(convention, "convention");
        return new DeletionObservations(registry, callConvention, convention, includesIds, load);
    }

    @Override
    public CallListener callStarted(DeletionRequest request, ContextView context) {
        if (registry.isNoop() && !load.isMeasured()) {
            return CallListener.NOOP;
        }
        CallObservationContext call = new CallObservationContext(request);
        Observation observation = DeletionObservationDocumentation.CALL.observation(
                callConvention, CallObservationConvention.DEFAULT, () -> call, registry);
        @Nullable Observation parent = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        if (parent != null) {
            observation.parentObservation(parent);
        }
        Observation started = observation.start();
        return new ObservedCall(this, call, started, started.isNoop() ? parent : started);
    }

    Observation attempt(AttemptObservationContext attempt) {
        return DeletionObservationDocumentation.ATTEMPT.observation(
                attemptConvention, AttemptObservationConvention.DEFAULT, () -> attempt, registry);
    }

    boolean includesIds() {
        return includesIds;
    }

    CallLoad load() {
        return load;
    }
}
