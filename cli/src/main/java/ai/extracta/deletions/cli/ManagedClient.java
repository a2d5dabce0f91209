package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A client and its transport. The client does not own the transport, so that closing the client cancels what has not
 * started and lets calls in flight complete.
 */
final class ManagedClient implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final HttpTransport transport;
    private final ClassificationDeletions client;

    private ManagedClient(HttpTransport transport, ClassificationDeletions client) {
        this.transport = transport;
        this.client = client;
    }

    /**
     * Creates both; nothing is sent yet.
     *
     * @throws UsageException if an option cannot be used
     */
    static ManagedClient with(RunOptions options, ApiKey key) {
        HttpTransport transport = provider(options.transport)
                .create(TransportSettings.builder()
                        .maxConnections(options.concurrency)
                        .build());
        try {
            return new ManagedClient(
                    transport,
                    options.configure(ClassificationDeletions.builder())
                            .apiKey(key)
                            .transport(transport)
                            .build());
        } catch (IllegalArgumentException invalid) {
            transport.closeLater().block(CLOSE_TIMEOUT);
            throw new UsageException("--base-uri: " + invalid.getMessage());
        }
    }

    private static HttpTransportProvider provider(String name) {
        List<HttpTransportProvider> all = ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return all.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--transport is " + name + "; there are "
                        + all.stream().map(HttpTransportProvider::name).sorted().toList()));
    }

    ClassificationDeletions client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        transport.closeLater().block(CLOSE_TIMEOUT);
    }
}
