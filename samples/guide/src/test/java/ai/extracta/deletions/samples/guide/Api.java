package ai.extracta.deletions.samples.guide;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the snippets delete: {@code cls-1} and {@code cls-2} with the batches 1 to 9, each with the files 1 to 9. */
final class Api implements AfterEachCallback {

    static final Duration TIMEOUT = Duration.ofSeconds(20);

    static {
        warmUp();
    }

    private final ExtractaSimulator simulator = ExtractaSimulator.builder()
            .apiKey(System.getenv(ApiKey.ENVIRONMENT_VARIABLE))
            .start();
    private final Deque<ClassificationDeletions> clients = new ArrayDeque<>();

    Api() {
        List<Batch> batches =
                names("batch-").map(id -> new Batch(id, names("f-").toList())).toList();
        simulator.add(new Classification("cls-1", batches));
        simulator.add(new Classification("cls-2", batches));
        SimulatorTransportProvider.sendTo(simulator.baseUri());
    }

    private static Stream<String> names(String prefix) {
        return IntStream.rangeClosed(1, 9).mapToObj(number -> prefix + number);
    }

    /** The first call loads hundreds of classes; no time limit of a snippet must pass meanwhile. */
    static void warmUp() {
        Duration patience = TIMEOUT.multipliedBy(2);
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .transport("netty")
                        .deadline(patience)
                        .attemptDeadline(patience)
                        .build()) {
            simulator.seed(1, 0, 0);
            deletions.deleteClassification("cls-1").block(patience);
        }
    }

    ExtractaSimulator simulator() {
        return simulator;
    }

    ClassificationDeletions client() {
        return client(builder -> builder);
    }

    ClassificationDeletions client(UnaryOperator<ClassificationDeletions.Builder> changes) {
        ClassificationDeletions client = changes.apply(
                        ClassificationDeletions.builder().apiKey(ApiKey.fromEnvironment()))
                .build();
        clients.push(client);
        return client;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clients.forEach(client -> client.closeLater().block(TIMEOUT));
        simulator.close();
    }
}
