package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.spring.ClassificationDeletionsBuilderCustomizer;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** A simulator instead of a server, unless both a key and a server are configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(SimulatorConfiguration.NoServer.class)
class SimulatorConfiguration {

    /** It takes its time, so that there is something to see, and now and then deletes but responds with an error. */
    @Bean(destroyMethod = "close")
    ExtractaSimulator simulator() {
        ExtractaSimulator simulator =
                ExtractaSimulator.builder().reportingTo(exchange -> {}).start();
        simulator.answerBy(Chaos.seeded(1)
                .withWeights(Map.of(Chaos.Fault.LATE_RESPONSE, 95, Chaos.Fault.ERROR_AFTER_DELETING, 5))
                .withMaxDelay(Duration.ofMillis(800)));
        return simulator;
    }

    @Bean
    ApiKey simulatorKey(ExtractaSimulator simulator) {
        return ApiKey.of(simulator.apiKey());
    }

    @Bean
    ClassificationDeletionsBuilderCustomizer simulatorAddress(ExtractaSimulator simulator) {
        return builder -> builder.baseUri(simulator.baseUri());
    }

    static final class NoServer extends NoneNestedConditions {

        NoServer() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty({"EXTRACTA_API_KEY", "EXTRACTA_BASE_URL"})
        static final class Server {}
    }
}
