package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Makes a first call, which may be slow. */
final class WarmUp {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private WarmUp() {}

    static void with(TransportType transport) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 0, 0);
            ClassificationDeletions client = ClassificationDeletions.builder()
                    .apiKey(ApiKey.of(simulator.apiKey()))
                    .baseUri(simulator.baseUri())
                    .transport(transport.toString())
                    .attemptDeadline(LIMIT)
                    .build();
            Mono.usingWhen(
                            Mono.just(client),
                            own -> own.deleteClassification("cls-1"),
                            ClassificationDeletions::closeLater)
                    .block(LIMIT);
        }
    }
}
