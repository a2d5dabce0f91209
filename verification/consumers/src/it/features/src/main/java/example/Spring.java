package example;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

@EnableAutoConfiguration
class Spring implements Feature {

    @Override
    public void use(ExtractaSimulator simulator) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                Spring.class,
                "--extracta.deletions.api-key=" + simulator.apiKey(),
                "--extracta.deletions.base-uri=" + simulator.baseUri())) {
            context.getBean(ClassificationDeletions.class)
                    .deleteBatch("cls-1", "cls-1-batch-1")
                    .block();
            HealthIndicator health = context.getBean("extractaHealthIndicator", HealthIndicator.class);
            Feature.check(health.health().getStatus().equals(Status.UP), health.health());
        }
    }
}
