package ai.extracta.deletions.spring;

import ai.extracta.deletions.micrometer.AttemptObservationConvention;
import ai.extracta.deletions.micrometer.CallObservationConvention;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import ai.extracta.deletions.micrometer.DeletionObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Observes the client if {@code extracta-deletions-micrometer} is there and the application observes at all. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({DeletionObservations.class, ObservationRegistry.class})
@ConditionalOnSingleCandidate(ObservationRegistry.class)
final class DeletionsObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DeletionObservations deletionObservations(
            ObservationRegistry registry,
            ObjectProvider<CallObservationConvention> call,
            ObjectProvider<AttemptObservationConvention> attempt) {
        DeletionObservations observations = DeletionObservations.create(registry);
        observations = Optional.ofNullable(call.getIfUnique())
                .map(observations::withCallConvention)
                .orElse(observations);
        return Optional.ofNullable(attempt.getIfUnique())
                .map(observations::withAttemptConvention)
                .orElse(observations);
    }

    /** Spring Boot binds it to the registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class MetricsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        DeletionMetrics deletionMetrics(DeletionObservations observations) {
            return DeletionMetrics.of(observations);
        }
    }
}
