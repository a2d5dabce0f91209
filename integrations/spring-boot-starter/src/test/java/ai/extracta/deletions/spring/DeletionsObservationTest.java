package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import ai.extracta.deletions.micrometer.DeletionObservations;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DeletionsObservationTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DeletionsAutoConfiguration.class, DeletionsObservationAutoConfiguration.class))
            .withPropertyValues(
                    "extracta.deletions.base-uri=" + simulator.baseUri(),
                    "extracta.deletions.api-key=" + simulator.apiKey(),
                    "extracta.deletions.transport=netty");

    private final ApplicationContextRunner withActuator = runner.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            ObservationAutoConfiguration.class));

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void withTheActuatorACallIsATimerAndTheQueueAGauge() {
        simulator.seed(1, 1, 1);
        withActuator.run(context -> {
            context.getBean(ClassificationDeletions.class)
                    .deleteClassification("cls-1")
                    .block(TIMEOUT);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("extracta.deletions.call").timer().count()).isEqualTo(1);
            assertThat(meters.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .contains("extracta.deletions.in.flight", "extracta.deletions.queued");
        });
    }

    @Test
    void withoutAnObservationRegistryNothingIsObserved() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(ClassificationDeletions.class)
                .doesNotHaveBean(DeletionObservations.class));
    }

    @Test
    void withoutAMeterRegistryThereAreNoGauges() {
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create).run(context -> assertThat(context)
                .hasSingleBean(DeletionObservations.class)
                .doesNotHaveBean(DeletionMetrics.class));
    }

    @Test
    void withoutTheMicrometerModuleNothingIsObserved() {
        withActuator
                .withClassLoader(new FilteredClassLoader("ai.extracta.deletions.micrometer"))
                .run(context -> assertThat(context)
                        .hasSingleBean(ClassificationDeletions.class)
                        .doesNotHaveBean("deletionObservations"));
    }

    @Test
    void withoutMicrometerCoreCallsAreObservedAllTheSame() {
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasSingleBean(DeletionObservations.class));
    }

    @Test
    void observationsOfTheApplicationReplaceThose() {
        withActuator
                .withBean(
                        "own", DeletionObservations.class, () -> DeletionObservations.create(ObservationRegistry.NOOP))
                .run(context -> assertThat(context)
                        .hasSingleBean(DeletionObservations.class)
                        .hasBean("own"));
    }

    @Test
    void metersOfTheApplicationReplaceThose() {
        DeletionMetrics own = DeletionMetrics.of(DeletionObservations.create(ObservationRegistry.NOOP));

        withActuator.withBean(DeletionMetrics.class, () -> own).run(context -> assertThat(
                        context.getBean(DeletionMetrics.class))
                .isSameAs(own));
    }
}
