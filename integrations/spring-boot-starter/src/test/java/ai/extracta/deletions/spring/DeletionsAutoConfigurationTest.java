package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

class DeletionsAutoConfigurationTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final ApplicationContextRunner empty =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class));

    private final ApplicationContextRunner runner = empty.withPropertyValues(
            "extracta.deletions.base-uri=" + simulator.baseUri(),
            "extracta.deletions.api-key=" + simulator.apiKey(),
            "extracta.deletions.transport=netty");

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    private static void deleteBatch(ApplicationContext context) {
        context.getBean(ClassificationDeletions.class)
                .deleteBatch("cls-1", "cls-1-batch-1")
                .onErrorComplete()
                .block(TIMEOUT);
    }

    @Test
    void theClientDeletesWithTheKeyAndAtTheUriOfTheProperties() {
        simulator.seed(1, 1, 1);

        runner.run(DeletionsAutoConfigurationTest::deleteBatch);

        assertThat(simulator.requests()).singleElement().satisfies(request -> assertThat(
                        request.header("authorization"))
                .contains("Bearer " + simulator.apiKey()));
        assertThat(simulator.deletions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void thePropertyChoosesTheTransport(String name) {
        runner.withPropertyValues("extracta.deletions.transport=" + name)
                .run(context -> assertThat(context.getBean(ClassificationDeletions.class))
                        .asString()
                        .containsIgnoringCase("transport=" + name));
    }

    @Test
    void everySettingReachesTheClient() {
        runner.withPropertyValues(
                        "extracta.deletions.deadline=7s",
                        "extracta.deletions.attempt-deadline=3s",
                        "extracta.deletions.max-in-flight=5",
                        "extracta.deletions.max-waiting=9")
                .run(context -> assertThat(context.getBean(ClassificationDeletions.class))
                        .asString()
                        .contains("inFlight=0 of 5, waiting=0 of 9, deadline=PT7S, attemptDeadline=PT3S"));
    }

    @Test
    void concurrencyWithAMinimumAndAMaximumAdapts() {
        runner.withPropertyValues("extracta.deletions.concurrency.min=2", "extracta.deletions.concurrency.max=8")
                .run(context -> assertThat(context.getBean(ClassificationDeletions.class)
                                .status()
                                .maxInFlight())
                        .isEqualTo(2));
    }

    @Test
    void anInsecureUriMustBeAllowed() {
        ApplicationContextRunner insecure =
                runner.withPropertyValues("extracta.deletions.base-uri=http://api.example/v1");

        insecure.run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("http"));
        insecure.withPropertyValues("extracta.deletions.allow-insecure-http=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void retriesAreThoseOfTheProperties(int attempts) {
        simulator.answerAlways(Answer.serverError());

        runner.withPropertyValues(
                        "extracta.deletions.retry.policy=including-unknown",
                        "extracta.deletions.retry.max-attempts=" + attempts,
                        "extracta.deletions.retry.min-backoff=1ms",
                        "extracta.deletions.retry.max-backoff=2ms")
                .run(DeletionsAutoConfigurationTest::deleteBatch);

        assertThat(simulator.requests()).hasSize(attempts);
    }

    @Test
    void withTheDefaultPolicyAnUnknownOutcomeIsNotRetried() {
        simulator.answerAlways(Answer.serverError());

        runner.run(DeletionsAutoConfigurationTest::deleteBatch);

        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void notFoundIsASuccessIfThePropertySaysSo() {
        runner.withPropertyValues("extracta.deletions.not-found-means-absent=true")
                .run(context -> assertThat(context.getBean(ClassificationDeletions.class)
                                .deleteBatch("cls-0", "batch-0")
                                .block(TIMEOUT)
                                .confirmation())
                        .hasToString("ALREADY_ABSENT"));
    }

    @Test
    void aClientOfTheApplicationReplacesThatOfTheStarter() {
        empty.withUserConfiguration(OwnClient.class).run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ClassificationDeletions.class)
                .hasBean("ownClient")
                .doesNotHaveBean(DeletionsLifecycle.class));
    }

    @Test
    void eachBuilderIsNewAndHasTheProperties() {
        runner.withPropertyValues("extracta.deletions.max-in-flight=5").run(context -> {
            ClassificationDeletions.Builder first = context.getBean(ClassificationDeletions.Builder.class);
            ClassificationDeletions.Builder second = context.getBean(ClassificationDeletions.Builder.class);
            try (ClassificationDeletions client = second.build()) {
                assertThat(second).isNotSameAs(first);
                assertThat(client.status().maxInFlight()).isEqualTo(5);
            }
        });
    }

    @Test
    void customizersAreAppliedInTheirOrderAfterTheProperties() {
        runner.withPropertyValues("extracta.deletions.max-in-flight=1")
                .withUserConfiguration(Customizers.class)
                .run(context -> assertThat(context.getBean(ClassificationDeletions.class)
                                .status()
                                .maxInFlight())
                        .isEqualTo(3));
    }

    @Test
    void everyListenerOfTheApplicationObservesCallsInOrder() {
        simulator.seed(1, 1, 1);
        runner.withUserConfiguration(Listeners.class).run(context -> {
            deleteBatch(context);

            assertThat(context.getBean(Listeners.class).observed).containsExactly("first", "second");
        });
    }

    @Test
    void aKeyOfTheApplicationIsUsed() {
        simulator.seed(1, 1, 1);
        empty.withPropertyValues(
                        "extracta.deletions.base-uri=" + simulator.baseUri(), "extracta.deletions.transport=netty")
                .withBean(ApiKey.class, () -> ApiKey.of(simulator.apiKey()))
                .run(DeletionsAutoConfigurationTest::deleteBatch);

        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void withoutAPropertyThereIsNoLedger() {
        runner.run(context ->
                assertThat(context).doesNotHaveBean(DeletionLedger.class).doesNotHaveBean(BulkOptions.class));
    }

    @Test
    void thePropertyOpensALedgerAndBulkOptionsWithIt(@TempDir Path folder) {
        Path file = folder.resolve("erasures.ledger");

        runner.withPropertyValues("extracta.deletions.ledger.file=" + file).run(context -> {
            assertThat(context).hasSingleBean(FileLedger.class);
            assertThat(context.getBean(BulkOptions.class).ledger()).containsSame(context.getBean(FileLedger.class));
        });

        assertThat(file).exists();
    }

    @Test
    void theLedgerIsClosedWithTheContext(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("erasures.ledger");
        runner.withPropertyValues("extracta.deletions.ledger.file=" + file).run(context -> {});

        FileLedger.open(file).close();
    }

    @Test
    void aLedgerOfTheApplicationIsUsed(@TempDir Path folder) {
        DeletionLedger own = new UnusedLedger();
        runner.withPropertyValues("extracta.deletions.ledger.file=" + folder.resolve("unused.ledger"))
                .withBean(DeletionLedger.class, () -> own)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(FileLedger.class);
                    assertThat(context.getBean(BulkOptions.class).ledger()).containsSame(own);
                });

        assertThat(Files.exists(folder.resolve("unused.ledger"))).isFalse();
    }

    @Test
    void bulkOptionsOfTheApplicationAreKept(@TempDir Path folder) {
        runner.withPropertyValues("extracta.deletions.ledger.file=" + folder.resolve("erasures.ledger"))
                .withBean(BulkOptions.class, BulkOptions::defaults)
                .run(context ->
                        assertThat(context.getBean(BulkOptions.class).ledger()).isEmpty());
    }

    @Test
    void theClientIsClosedWithTheContext() {
        ClassificationDeletions[] client = new ClassificationDeletions[1];

        runner.run(context -> client[0] = context.getBean(ClassificationDeletions.class));

        assertThat(client[0].status().closed()).isTrue();
    }

    @Test
    void theDefaultRetryPolicyIsThatOfTheClient() {
        runner.run(context -> assertThat(
                        context.getBean(DeletionsProperties.class).retry().toPolicy())
                .hasToString(RetryPolicy.safe().toString()));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean
        ClassificationDeletions ownClient() {
            return ClassificationDeletions.builder()
                    .apiKey(ApiKey.of("own"))
                    .transport("netty")
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        ClassificationDeletionsBuilderCustomizer last() {
            return builder -> builder.maxInFlight(3);
        }

        @Bean
        @Order(1)
        ClassificationDeletionsBuilderCustomizer first() {
            return builder -> builder.maxInFlight(2);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listeners {

        private final List<String> observed = new ArrayList<>();

        @Bean
        @Order(2)
        DeletionListener second() {
            return listener("second");
        }

        @Bean
        @Order(1)
        DeletionListener first() {
            return listener("first");
        }

        private DeletionListener listener(String name) {
            return (request, context) -> {
                observed.add(name);
                return CallListener.NOOP;
            };
        }
    }

    private static final class UnusedLedger implements DeletionLedger {

        @Override
        public Mono<List<State>> lookup(List<DeletionRequest> requests) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Void> begin(List<DeletionRequest> requests) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Void> finish(List<DeletionResult> results) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public void close() {}
    }
}
