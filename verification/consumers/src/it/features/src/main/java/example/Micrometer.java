package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import ai.extracta.deletions.micrometer.DeletionObservations;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

final class Micrometer implements Feature {

    @Override
    public void use(ExtractaSimulator simulator) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        DeletionObservations observations = DeletionObservations.create(registry);
        DeletionMetrics.of(observations).bindTo(meters);
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .listener(observations)
                .build()) {
            deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
        }
        long calls = meters.get("extracta.deletions.call").timer().count();
        Feature.check(calls == 1, meters.getMetersAsString());
    }
}
