package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.HttpTransport;
import reactor.core.publisher.Flux;

/**
 * Makes calls before the audit: the first ones load classes, and no deadline of the audit may expire because of that.
 */
final class WarmUp {

    private static final int CALLS = 500;

    private WarmUp() {}

    static void with(HttpTransport transport) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions client = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .transport(transport)
                        .build()) {
            simulator.seed(CALLS, 0, 0);
            Flux.range(1, CALLS)
                    .flatMap(i -> client.deleteClassification("cls-" + i).onErrorComplete())
                    .blockLast();
        }
    }
}
