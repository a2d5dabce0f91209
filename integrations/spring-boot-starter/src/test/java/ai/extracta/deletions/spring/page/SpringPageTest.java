package ai.extracta.deletions.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.spring.ClassificationDeletionsBuilderCustomizer;
import ai.extracta.deletions.spring.DeletionsAutoConfiguration;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Runs what docs/spring.md shows. */
class SpringPageTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
            .withPropertyValues(
                    "extracta.deletions.base-uri=" + simulator.baseUri(),
                    "extracta.deletions.api-key=" + simulator.apiKey(),
                    "extracta.deletions.transport=netty");

    @BeforeEach
    void seed() {
        simulator.seed(1, 2, 1);
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void theControllerRespondsWithTheConfirmation() {
        runner.run(context -> WebTestClient.bindToController(
                        new ErasureController(context.getBean(ClassificationDeletions.class)))
                .configureClient()
                .responseTimeout(TIMEOUT)
                .build()
                .delete()
                .uri("/customers/cls-1/batches/cls-1-batch-1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("CONFIRMED"));

        assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-1"));
    }

    @Test
    void theCustomizerAddsAHeader() {
        runner.withUserConfiguration(Gateway.class).run(context -> StepVerifier.create(
                        context.getBean(ClassificationDeletions.class).deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(TIMEOUT));

        assertThat(simulator.requests()).singleElement().satisfies(request -> assertThat(
                        request.headers().first("x-gateway-key"))
                .contains(Gateway.KEY));
    }

    @Test
    void theClientOfItsOwnRetriesWhatIsUnknown() {
        simulator.answerNext(Answer.serverError());

        runner.withUserConfiguration(Retention.class).run(context -> StepVerifier.create(
                        context.getBean(ClassificationDeletions.class).deleteClassification("cls-1"))
                .assertNext(receipt -> assertThat(receipt.attempts()).isEqualTo(2))
                .expectComplete()
                .verify(TIMEOUT));
    }

    @Test
    void aStreamUsesTheLedgerOfItsOptions(@TempDir Path folder) {
        Flux<DeletionRequest> requests = Flux.just(new DeleteBatch("cls-1", "cls-1-batch-1"));

        runner.withPropertyValues("extracta.deletions.ledger.file=" + folder.resolve("erasures.ledger"))
                .run(context -> {
                    ClassificationDeletions deletions = context.getBean(ClassificationDeletions.class);
                    BulkOptions bulkOptions = context.getBean(BulkOptions.class);

                    // snippet: spring-bulk
                    Flux<DeletionResult> results = deletions.deleteAll(requests, bulkOptions);
                    // end

                    StepVerifier.create(results.concatWith(deletions.deleteAll(requests, bulkOptions)))
                            .expectNextMatches(DeletionResult.Deleted.class::isInstance)
                            .expectNextMatches(DeletionResult.Skipped.class::isInstance)
                            .expectComplete()
                            .verify(TIMEOUT);
                });
    }

    @Test
    void theFirstPropertyIsEnough() throws IOException {
        Properties page = PropertiesLoaderUtils.loadProperties(new ClassPathResource("spring-page.properties"));

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
                .withSystemProperties("EXTRACTA_API_KEY=" + simulator.apiKey())
                .withPropertyValues(
                        "extracta.deletions.api-key=" + page.getProperty("extracta.deletions.api-key"),
                        "extracta.deletions.transport=netty")
                .run(context -> assertThat(context).hasSingleBean(ClassificationDeletions.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Gateway {

        static final String KEY = "key-of-the-gateway";

        private final String gatewayKey = KEY;

        // snippet: spring-customizer
        @Bean
        ClassificationDeletionsBuilderCustomizer gateway() {
            return builder -> builder.transportDecorator(transport -> transport.mapRequests(
                    (request, context) -> request.withHeader("x-gateway-key", gatewayKey)));
        }
        // end
    }

    @Configuration(proxyBeanMethods = false)
    static class Retention {

        // snippet: spring-builder
        @Bean
        ClassificationDeletions retention(ClassificationDeletions.Builder builder) {
            return builder.retryPolicy(RetryPolicy.includingUnknown()).build();
        }
        // end
    }
}
