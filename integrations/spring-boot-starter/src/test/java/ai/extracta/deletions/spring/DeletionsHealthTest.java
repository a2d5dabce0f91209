package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class DeletionsHealthTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DeletionsAutoConfiguration.class, DeletionsHealthAutoConfiguration.class))
            .withPropertyValues(
                    "extracta.deletions.base-uri=" + simulator.baseUri(),
                    "extracta.deletions.api-key=" + simulator.apiKey(),
                    "extracta.deletions.transport=netty");

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void aClientThatMadeNoCallIsUpAndMakesNone() {
        runner.run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .isEqualTo(Map.of("closed", false, "inFlight", 0, "maxInFlight", 16, "queued", 0));
        });

        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void theOutcomeOfTheLastCallIsReportedWithoutItsIds() {
        simulator.seed(1, 1, 1);
        runner.run(context -> {
            Instant before = Instant.now();
            delete(context, "cls-0");
            assertThat(health(context).getDetails()).hasEntrySatisfying("lastOutcome", is("REFUSED"));

            delete(context, "cls-1");

            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).hasEntrySatisfying("lastOutcome", is("CONFIRMED"));
            assertThat((Instant) health.getDetails().get("lastCallEndedAt")).isBetween(before, Instant.now());
            assertThat(health.toString()).doesNotContain("cls-");
        });
    }

    @Test
    void aCancelledCallIsReportedAsUnknown() {
        simulator.answerAlways(Answer.noResponse());
        runner.run(context -> {
            var call = context.getBean(ClassificationDeletions.class)
                    .deleteClassification("cls-1")
                    .subscribe();
            simulator.awaitRequests(1, TIMEOUT);
            call.dispose();

            assertThat(health(context).getDetails()).hasEntrySatisfying("lastOutcome", is("UNKNOWN"));
        });
    }

    @Test
    void aPausedClientIsUpAndSaysUntilWhen() {
        simulator.answerAlways(Answer.rateLimited(Duration.ofSeconds(20)));
        runner.withPropertyValues("extracta.deletions.retry.policy=none").run(context -> {
            Instant before = Instant.now();
            delete(context, "cls-1");

            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat((Instant) health.getDetails().get("pausedUntil"))
                    .isBetween(before.plusSeconds(20), Instant.now().plusSeconds(23));
        });
    }

    @Test
    void aClosedClientIsOutOfService() {
        runner.run(context -> {
            context.getBean(ClassificationDeletions.class).closeLater().block(TIMEOUT);

            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health(context).getDetails()).containsEntry("closed", true);
        });
    }

    @Test
    void aPropertyTurnsItOff() {
        runner.withPropertyValues("management.health.extracta.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(HealthIndicator.class)
                .doesNotHaveBean(LastCallListener.class));
    }

    @Test
    void anIndicatorOfTheApplicationWithItsNameReplacesIt() {
        HealthIndicator own = () -> Health.down().build();

        runner.withBean("extractaHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HealthIndicator.class)).isSameAs(own));
    }

    @Test
    void withSeveralClientsThereIsNone() {
        runner.withBean("one", ClassificationDeletions.class, DeletionsHealthTest::client)
                .withBean("two", ClassificationDeletions.class, DeletionsHealthTest::client)
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    private static ClassificationDeletions client() {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of("key"))
                .transport("netty")
                .build();
    }

    private static Health health(ApplicationContext context) {
        return context.getBean(HealthIndicator.class).health();
    }

    private static void delete(ApplicationContext context, String classification) {
        context.getBean(ClassificationDeletions.class)
                .deleteClassification(classification)
                .onErrorComplete()
                .block(TIMEOUT);
    }

    private static Consumer<Object> is(String outcome) {
        return value -> assertThat(value).hasToString(outcome);
    }
}
