package ai.extracta.deletions.kafka;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The properties of a consumer that hold for other clients of the same cluster as well. */
final class ClientProperties {

    private ClientProperties() {}

    static Map<String, Object> knownTo(Set<String> names, Map<String, Object> consumer) {
        return consumer.entrySet().stream()
                .filter(property -> names.contains(property.getKey()))
                .filter(property -> !property.getKey().equals(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
