package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.transport.HttpTransport;
import java.net.URI;

/** Clients as users build them, over a transport of ours. */
final class Clients {

    private Clients() {}

    static ClassificationDeletions.Builder over(HttpTransport transport) {
        return withKey().transport(transport);
    }

    static ClassificationDeletions.Builder overNetwork(String transport, URI server) {
        return withKey().transport(transport).baseUri(server);
    }

    private static ClassificationDeletions.Builder withKey() {
        return ClassificationDeletions.builder().apiKey(ApiKey.of("benchmark-key-with-a-usual-length-0123456789"));
    }
}
