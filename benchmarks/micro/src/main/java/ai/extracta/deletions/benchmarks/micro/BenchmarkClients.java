package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.transport.HttpTransport;

/** Clients as users build them, over a transport of ours. */
final class BenchmarkClients {

    private BenchmarkClients() {}

    static ClassificationDeletions.Builder over(HttpTransport transport) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of("benchmark-key-with-a-usual-length-0123456789"))
                .transport(transport);
    }
}
