package ai.extracta.deletions.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the broker delivers a record of a share group before it archives it, silently. */
final class DeliveryLimit {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLimit.class);

    /** Of brokers, and of consumer groups here. */
    static final int DEFAULT = 5;

    /** Of the group, and of the broker. */
    private static final List<String> NAMES = List.of("share.delivery.count.limit", "group.share.delivery.count.limit");

    private static final long TIMEOUT_SECONDS = 5;

    private DeliveryLimit() {}

    /** Asks the broker, unless the limit is set. Empty if the broker cannot be reached; waits some seconds at most. */
    static OptionalInt of(WorkerSettings settings) {
        if (settings.deliveryLimit() > 0) {
            return OptionalInt.of(settings.deliveryLimit());
        }
        return settings.isConsumerGroup() ? OptionalInt.of(DEFAULT) : describedBy(settings.consumer());
    }

    private static OptionalInt describedBy(Map<String, Object> consumer) {
        String group = String.valueOf(consumer.get(ConsumerConfig.GROUP_ID_CONFIG));
        Admin admin = Admin.create(ClientProperties.knownTo(AdminClientConfig.configNames(), consumer));
        try {
            OptionalInt limit = find(admin, new ConfigResource(ConfigResource.Type.GROUP, group));
            if (limit.isEmpty()) {
                limit = find(admin, new ConfigResource(ConfigResource.Type.BROKER, anyBroker(admin)));
            }
            return OptionalInt.of(limit.orElse(DEFAULT));
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            return onFailure(group, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static OptionalInt onFailure(String group, ExecutionException failure) {
        if (failure.getCause() instanceof RetriableException) {
            return OptionalInt.empty();
        }
        log.warn("the broker does not describe the delivery limit of group {}; {} is assumed", group, DEFAULT, failure);
        return OptionalInt.of(DEFAULT);
    }

    private static String anyBroker(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Collection<Node> nodes = admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return nodes.iterator().next().idString();
    }

    private static OptionalInt find(Admin admin, ConfigResource resource)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeConfigs(List.of(resource)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> NAMES.contains(entry.name()) && entry.value() != null)
                .map(ConfigEntry::value)
                .mapToInt(Integer::parseInt)
                .min();
    }
}
