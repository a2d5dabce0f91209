package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A service on a real web server that is stopped while the API is slow. */
class GracefulShutdownTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** Of Netty, which waits two seconds for late tasks otherwise; not of what is tested. */
    private static final String QUICK_SHUTDOWN = "--spring.reactor.netty.shutdown-quiet-period=0s";

    private static final Duration LATENCY = Duration.ofSeconds(1);

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    private ReactiveWebServerApplicationContext start(String... properties) {
        Stream<String> all = Stream.concat(
                Stream.of(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        QUICK_SHUTDOWN,
                        "--extracta.deletions.base-uri=" + simulator.baseUri(),
                        "--extracta.deletions.api-key=" + simulator.apiKey(),
                        "--extracta.deletions.transport=netty"),
                Stream.of(properties));
        return (ReactiveWebServerApplicationContext) SpringApplication.run(Service.class, all.toArray(String[]::new));
    }

    private CompletableFuture<HttpResponse<String>> request(int port) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/erase"))
                        .timeout(TIMEOUT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatWaitsForADeletionIsAnsweredAndALaterOneIsNotAccepted() throws Exception {
        simulator.seed(1, 1, 1);
        simulator.answerAlways(Answer.documented().delayedBy(LATENCY));
        ReactiveWebServerApplicationContext context = start();
        int port = context.getWebServer().getPort();
        CompletableFuture<HttpResponse<String>> response = request(port);
        simulator.awaitRequests(1, TIMEOUT);

        context.close();

        assertThat(await(response).body()).isEqualTo("CONFIRMED");
        assertThat(request(port)).failsWithin(TIMEOUT).withThrowableThat().withRootCauseInstanceOf(IOException.class);
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void callsInFlightThatNoRequestWaitsForEndBeforeTheNextPhase() throws Exception {
        simulator.seed(1, 1, 1);
        simulator.answerAlways(Answer.documented().delayedBy(LATENCY));
        ConfigurableApplicationContext context = start();
        CompletableFuture<DeletionReceipt> call = call(context);
        Probe next = context.getBean("afterClient", Probe.class).watch(call::isDone);
        simulator.awaitRequests(1, TIMEOUT);

        context.close();

        assertThat(next.observed).isTrue();
        assertThat(await(call).attempts()).isEqualTo(1);
    }

    @Test
    void theWebServerHasStoppedBeforeTheClientIsClosed() throws Exception {
        simulator.seed(1, 1, 1);
        simulator.answerAlways(Answer.documented().delayedBy(LATENCY));
        ReactiveWebServerApplicationContext context = start();
        ClassificationDeletions client = context.getBean(ClassificationDeletions.class);
        Probe previous = context.getBean("beforeClient", Probe.class)
                .watch(() -> !client.status().closed());
        CompletableFuture<HttpResponse<String>> response =
                request(context.getWebServer().getPort());
        simulator.awaitRequests(1, TIMEOUT);

        context.close();

        assertThat(await(response).statusCode()).isEqualTo(200);
        assertThat(previous.observed).isTrue();
    }

    @Test
    void theClientStopsInALaterPhaseThanTheWebServer() {
        assertThat(DeletionsLifecycle.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.lifecycle.timeout-per-shutdown-phase", "extracta.deletions.shutdown-timeout"})
    void aCallThatDoesNotEndIsUnknownWhenTheTimeIsOver(String timeout) {
        simulator.answerAlways(Answer.noResponse());
        ConfigurableApplicationContext context = start(
                "--" + timeout + "=300ms",
                "--extracta.deletions.deadline=5m",
                "--extracta.deletions.attempt-deadline=5m");
        CompletableFuture<DeletionReceipt> call = call(context);
        simulator.awaitRequests(1, TIMEOUT);
        Probe previous = context.getBean("beforeClient", Probe.class);
        Probe next = context.getBean("afterClient", Probe.class);

        context.close();

        assertThat(Duration.ofNanos(next.stoppedAt - previous.stoppedAt)).isBetween(Duration.ofMillis(250), TIMEOUT);
        assertThat(call)
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(DeletionException.class, failure -> assertThat(failure.outcome())
                        .hasToString("UNKNOWN"));
    }

    @Test
    void aContextThatWasOnlyStoppedCanBeStartedAgain() throws Exception {
        simulator.seed(1, 1, 1);
        try (ConfigurableApplicationContext context = start()) {
            closeChildOf(context);
            context.stop();
            context.start();

            assertThat(await(call(context)).attempts()).isEqualTo(1);
        }
    }

    @Test
    void anApplicationThatIsStartedAgainInTheSameProcessDeletes() throws Exception {
        simulator.seed(3, 1, 1);
        for (int i = 1; i <= 3; i++) {
            try (ConfigurableApplicationContext context = start()) {
                assertThat(await(context.getBean(ClassificationDeletions.class)
                                        .deleteClassification("cls-" + i)
                                        .toFuture())
                                .attempts())
                        .isEqualTo(1);
            }
        }
    }

    private static CompletableFuture<DeletionReceipt> call(ConfigurableApplicationContext context) {
        return context.getBean(ClassificationDeletions.class)
                .deleteClassification("cls-1")
                .toFuture();
    }

    /** Its event reaches the parent too. */
    private static void closeChildOf(ConfigurableApplicationContext context) {
        GenericApplicationContext child = new GenericApplicationContext(context);
        child.refresh();
        child.close();
    }

    /** Looks at something when its phase stops. */
    static final class Probe implements SmartLifecycle {

        private final int phase;
        private BooleanSupplier condition = () -> true;
        private boolean running;
        private boolean observed;
        private long stoppedAt;

        Probe(int phase) {
            this.phase = phase;
        }

        Probe watch(BooleanSupplier condition) {
            this.condition = condition;
            return this;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            observed = condition.getAsBoolean();
            stoppedAt = System.nanoTime();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        RouterFunction<ServerResponse> routes(ClassificationDeletions deletions) {
            return RouterFunctions.route()
                    .GET("/erase", request -> ServerResponse.ok()
                            .body(
                                    deletions.deleteClassification("cls-1").map(receipt -> receipt.confirmation()
                                            .name()),
                                    String.class))
                    .build();
        }

        @Bean
        Probe beforeClient() {
            return new Probe(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1);
        }

        @Bean
        Probe afterClient() {
            return new Probe(DeletionsLifecycle.PHASE - 1);
        }
    }
}
