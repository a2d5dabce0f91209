package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.Concurrency;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.kafka.ErasureWorker;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A worker as a service would run it. It stops when its standard input ends, and then prints what it has done. */
public final class WorkerMain {

    private WorkerMain() {}

    /**
     * Runs a worker. The key is in the environment.
     *
     * @param arguments the worker's name, the broker's address and the base URI of the API
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .baseUri(URI.create(arguments[2]))
                .concurrency(Concurrency.adaptive(2, 32))
                .retryPolicy(RetryPolicy.includingUnknown())
                .build()) {
            ErasureWorker worker = ErasureWorker.builder()
                    .name(arguments[0])
                    .deletions(deletions)
                    .consumer(Map.of("bootstrap.servers", arguments[1], "group.id", Topics.GROUP))
                    .topic(Topics.REQUESTS)
                    .results(Topics.RESULTS)
                    .deadLetters(Topics.DEAD_LETTERS)
                    .build();
            worker.start();
            awaitEndOfInput();
            worker.stopLater().block();
            System.out.println(worker.state().redelivered());
        }
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {}
    }
}
