package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import ai.extracta.deletions.micrometer.DeletionObservations;
import ai.extracta.deletions.testkit.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

class ObservabilityTest {

    @RegisterExtension
    final Api api = new Api();

    @Test
    void callsAreTimedByMicrometer() {
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        observationRegistry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meterRegistry));

        // snippet: micrometer
        DeletionObservations observations = DeletionObservations.create(observationRegistry);
        DeletionMetrics.of(observations).bindTo(meterRegistry);

        ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .listener(observations)
                .build();
        // end

        StepVerifier.create(deletions.deleteBatch("cls-1", "batch-8").then(deletions.closeLater()))
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(meterRegistry.get("extracta.deletions.call").timer().count()).isOne();
        assertThat(meterRegistry.get("extracta.deletions.in.flight").gauge().value())
                .isZero();
    }

    @Test
    void failuresAreCountedByOutcome() {
        api.simulator().answerNext(Answer.serverError());

        // snippet: listener
        Map<Outcome, LongAdder> failures = new ConcurrentHashMap<>();

        ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .listener((request, context) -> new CallListener() {
                    @Override
                    public void failed(DeletionException failure) {
                        failures.computeIfAbsent(failure.outcome(), outcome -> new LongAdder()).increment();
                    }
                })
                .build();
        // end

        StepVerifier.create(deletions.deleteBatch("cls-1", "batch-8"))
                .expectError(DeletionException.class)
                .verify(Api.TIMEOUT);
        StepVerifier.create(deletions.closeLater()).expectComplete().verify(Api.TIMEOUT);
        assertThat(failures.get(Outcome.UNKNOWN).sum()).isOne();
    }
}
