package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.HttpTransport;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * Makes calls before the audit: the first ones load classes, and no deadline of the audit may expire because of that.
 */
final class WarmUp {

    private static final int CALLS = 500;

    private WarmUp() {}

    static void with(HttpTransport transport, Function<ExtractaSimulator, EntryPoint> entryPoints) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                EntryPoint entryPoint = entryPoints.apply(simulator);
                ClassificationDeletions client = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(entryPoint.baseUri())
                        .transport(transport)
                        .build()) {
            simulator.seed(CALLS, 0, 0);
            Flux.range(1, CALLS)
                    .flatMap(i -> client.deleteClassification("cls-" + i).onErrorComplete())
                    .blockLast();
        }
    }
}
