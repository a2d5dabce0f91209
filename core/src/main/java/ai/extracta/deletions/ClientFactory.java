package ai.extracta.deletions;

import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.internal.call.ClientTimer;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.internal.call.SafeListener;
import ai.extracta.deletions.internal.discovery.TransportDiscovery;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires a client as its builder is set. */
final class ClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private ClientFactory() {}

    static ClassificationDeletions create(ClassificationDeletions.Builder builder) {
        return create(builder, ClientTimer.create());
    }

    static ClassificationDeletions create(ClassificationDeletions.Builder builder, ClientTimer timer) {
        CallSettings settings = settings(builder); // before a transport is created that nobody would close
        LibraryCheck.run();
        return new DefaultClassificationDeletions(settings, resources(builder, timer));
    }

    private static CallSettings settings(ClassificationDeletions.Builder builder) {
        if (builder.apiKey == null) {
            throw new IllegalStateException("there is no API key; call apiKey(ApiKey.fromEnvironment())");
        }
        warnOfSettingsWithoutEffect(builder);
        return new CallSettings(
                builder.apiKey.tokens(),
                Endpoints.forBaseUri(builder.baseUri, builder.insecureHttpAllowed),
                builder.retryPolicy.rules(),
                builder.deadline,
                builder.attemptDeadline(),
                builder.notFoundMeansAbsent,
                new SafeListener(builder.listener));
    }

    private static void warnOfSettingsWithoutEffect(ClassificationDeletions.Builder builder) {
        if (builder.attemptDeadline != null && builder.attemptDeadline.compareTo(builder.deadline) > 0) {
            LOG.warn(
                    "attemptDeadline {} has no effect, because deadline is {}: raise deadline or lower attemptDeadline",
                    builder.attemptDeadline,
                    builder.deadline);
        }
        if (builder.transport != null && (builder.transportName != null || builder.transportSettings != null)) {
            LOG.warn("transport(name) and transportSettings(..) have no effect, because a transport was given:"
                    + " configure that one, or let the client create it");
        }
    }

    private static ClientResources resources(ClassificationDeletions.Builder builder, ClientTimer timer) {
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        Limiter limiter = new Limiter(builder.concurrency.newLimit(), builder.maxWaiting, timer.scheduler(), random);
        return new ClientResources(lease(builder), limiter, timer, random);
    }

    private static Lease lease(ClassificationDeletions.Builder builder) {
        if (builder.transport != null) {
            return Lease.borrowed(decorated(builder, builder.transport));
        }
        TransportSettings settings = builder.transportSettings().toBuilder()
                .maxConnections(builder.concurrency.max())
                .build();
        HttpTransport created =
                TransportDiscovery.discover(builder.transportName).create(settings);
        try {
            return Lease.owned(decorated(builder, created), created);
        } catch (Throwable thrown) {
            created.close();
            throw thrown;
        }
    }

    private static HttpTransport decorated(ClassificationDeletions.Builder builder, HttpTransport transport) {
        return Objects.requireNonNull(builder.transportDecorator.apply(transport), "the transport decorator's result");
    }
}
