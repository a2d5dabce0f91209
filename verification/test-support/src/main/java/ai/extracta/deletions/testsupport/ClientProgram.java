package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Creates a client of a transport, uses it and closes it. */
abstract class ClientProgram implements BiConsumer<String, String> {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public final void accept(String transport, String baseUri) {
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of("key"))
                .baseUri(URI.create(baseUri))
                .transport(transport)
                .build();
        try {
            Flux.from(use(client)).blockLast(LIMIT);
        } finally {
            client.closeLater().block(LIMIT);
        }
    }

    abstract Publisher<?> use(ClassificationDeletions client);
}
