package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.Headers;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** The observations of one call. Its events come one at a time. */
final class ObservedCall implements CallListener {

    private record ObservedAttempt(AttemptObservationContext context, Observation observation) {}

    private final DeletionObservations observations;
    private final CallLoad load;
    private final CallObservationContext context;
    private final Observation observation;
    private final @Nullable Observation parentOfAttempts;
    private @Nullable ObservedAttempt attempt;
    private boolean queued;
    private long queuedAt;

    ObservedCall(
            DeletionObservations observations,
            CallObservationContext context,
            Observation observation,
            @Nullable Observation parentOfAttempts) {
        this.observations = observations;
        this.load = observations.load();
        this.context = context;
        this.observation = observation;
        this.parentOfAttempts = parentOfAttempts;
    }

    /** If the observation is disabled, that of the subscriber stays the current one. */
    @Override
    public Context context(Context subscriber) {
        return observation.isNoop() ? subscriber : subscriber.put(ObservationThreadLocalAccessor.KEY, observation);
    }

    @Override
    public void waiting() {
        queued = true;
        queuedAt = System.nanoTime();
        load.queued();
    }

    @Override
    public void attemptStarted(int number) {
        queued = false;
        load.started(System.nanoTime() - queuedAt);
        AttemptObservationContext started = new AttemptObservationContext(context.getRequest(), number);
        Observation nested = observations.attempt(started);
        if (parentOfAttempts != null) {
            nested.parentObservation(parentOfAttempts);
        }
        attempt = new ObservedAttempt(started, nested.start());
    }

    @Override
    public Headers attemptHeaders(int number, URI uri) {
        if (attempt == null) {
            return Headers.of();
        }
        attempt.context().setUri(uri);
        return attempt.context().headers();
    }

    @Override
    public void attemptEnded(AttemptResult result) {
        load.ended();
        context.setTransport(result.transport());
        if (attempt != null) {
            attempt.context().setResponse(result);
            result.failure().ifPresent(attempt.observation()::error);
            attempt.observation().stop();
            attempt = null;
        }
    }

    @Override
    public void retrying(DeletionException failure, Duration delay) {
        observation.event(DeletionObservationDocumentation.Events.RETRY);
    }

    @Override
    public void succeeded(DeletionReceipt receipt) {
        context.setReceipt(receipt);
        stop();
    }

    @Override
    public void failed(DeletionException failure) {
        context.setFailure(failure);
        observation.error(failure);
        stop();
    }

    @Override
    public void cancelled(Outcome outcome) {
        context.setCancelled(outcome);
        stop();
    }

    private void stop() {
        if (queued) {
            queued = false;
            load.dequeued();
        }
        if (observations.includesIds()) {
            observation.highCardinalityKeyValues(IdKeyValues.of(context));
        }
        observation.stop();
    }
}
