package ai.extracta.deletions.spring;

import ai.extracta.deletions.ClassificationDeletions;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Reports the state of the client under {@code extracta}. Spring Boot 4: its types are not in Spring Boot 3. */
@AutoConfiguration(after = DeletionsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(ClassificationDeletions.class)
@ConditionalOnEnabledHealthIndicator("extracta")
final class DeletionsHealthAutoConfiguration {

    @Bean
    LastCallListener extractaLastCallListener() {
        return new LastCallListener();
    }

    @Bean
    @ConditionalOnMissingBean(name = "extractaHealthIndicator")
    HealthIndicator extractaHealthIndicator(ClassificationDeletions deletions, LastCallListener lastCall) {
        return new DeletionsHealthIndicator(deletions, lastCall);
    }
}
