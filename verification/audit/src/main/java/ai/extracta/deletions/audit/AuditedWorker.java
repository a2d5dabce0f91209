package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.Concurrency;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.kafka.ErasureWorker;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** A worker in a JVM of its own. It stops when its standard input ends. The API key is in the environment. */
final class AuditedWorker {

    /** Prefix of the user agent; the name of the worker follows. */
    static final String USER_AGENT = "erasure-audit/";

    /** The argument for no ledger. */
    static final String NO_LEDGER = "none";

    private static final int ENDED_EARLY = 3;

    /** Small, so that each worker polls often. */
    private static final String MAX_POLL_RECORDS = "500";

    private static final Duration MIN_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofMillis(20);
    private static final Duration MAX_RETRY_AFTER = Duration.ofMillis(2);

    private AuditedWorker() {}

    /** Arguments: name, broker, transport, base URI, file of the journal, location of the ledger. */
    public static void main(String[] arguments) throws IOException {
        DeliveryJournal journal = DeliveryJournal.open(Path.of(arguments[4]));
        ErasureWorker.Builder builder = ErasureWorker.builder()
                .name(arguments[0])
                .deletions(client(arguments[0], arguments[2], arguments[3]))
                .consumer(Map.of(
                        "bootstrap.servers",
                        arguments[1],
                        "group.id",
                        ErasureTopics.GROUP,
                        "max.poll.records",
                        MAX_POLL_RECORDS))
                .topic(ErasureTopics.REQUESTS)
                .results(ErasureTopics.RESULTS)
                .deadLetters(ErasureTopics.DEAD_LETTERS)
                .deserializer(new JournalingDeserializer(journal))
                .pause(MIN_PAUSE, MAX_PAUSE);
        if (!arguments[5].equals(NO_LEDGER)) {
            builder.ledger(TestedLedger.open(arguments[5]));
        }
        ErasureWorker worker = builder.build();
        worker.start();
        awaitEndOfInput();
        boolean wasRunning = worker.state().running();
        worker.stopLater().block();
        System.exit(wasRunning ? 0 : ENDED_EARLY);
    }

    /** Some outcomes stay unknown, so that requests are delivered again. */
    private static ClassificationDeletions client(String name, String transport, String baseUri) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .baseUri(URI.create(baseUri))
                .transport(transport)
                .transportSettings(
                        TransportSettings.builder().userAgent(USER_AGENT + name).build())
                .concurrency(Concurrency.adaptive(4, 32))
                .retryPolicy(RetryPolicy.includingUnknown()
                        .withBackoff(Duration.ofMillis(1), MAX_BACKOFF)
                        .withMaxRetryAfter(MAX_RETRY_AFTER))
                .build();
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {}
    }

    private record JournalingDeserializer(DeliveryJournal journal) implements Deserializer<DeletionRequest> {

        @Override
        public DeletionRequest deserialize(String topic, Headers headers, byte[] value) {
            journal.delivered(ErasureTopics.number(headers));
            return deserialize(topic, value);
        }

        @Override
        public DeletionRequest deserialize(String topic, byte[] value) {
            return DeletionRequest.fromJson(new String(value, StandardCharsets.UTF_8));
        }
    }
}
