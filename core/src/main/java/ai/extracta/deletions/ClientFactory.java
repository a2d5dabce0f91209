package ai.extracta.deletions;

import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.internal.call.SafeListener;
import ai.extracta.deletions.internal.discovery.TransportDiscovery;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires a client as its builder is set. */
final class ClientFactory {

    private ClientFactory() {}

    static ClassificationDeletions create(ClassificationDeletions.Builder builder) {
        CallSettings settings = settings(builder); // before a transport is created that nobody would close
        return new DefaultClassificationDeletions(settings, resources(builder));
    }

    private static CallSettings settings(ClassificationDeletions.Builder builder) {
        if (builder.apiKey == null) {
            throw new IllegalStateException("there is no API key; call apiKey(ApiKey.fromEnvironment())");
        }
        return new CallSettings(
                builder.apiKey.tokens(),
                Endpoints.forBaseUri(builder.baseUri, builder.insecureHttpAllowed),
                builder.retryPolicy.rules(),
                builder.deadline,
                builder.attemptDeadline,
                new SafeListener(builder.listener));
    }

    private static ClientResources resources(ClassificationDeletions.Builder builder) {
        Scheduler timer = Schedulers.parallel();
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        Lease lease = lease(builder);
        Limiter limiter = new Limiter(builder.concurrency.newLimit(), builder.maxWaiting, timer, random);
        return new ClientResources(lease, limiter, timer, random);
    }

    private static Lease lease(ClassificationDeletions.Builder builder) {
        if (builder.transport != null) {
            return Lease.borrowed(builder.transport);
        }
        TransportSettings settings = builder.transportSettings.toBuilder()
                .maxConnections(builder.concurrency.max())
                .build();
        return Lease.owned(TransportDiscovery.discover(builder.transportName).create(settings));
    }
}
