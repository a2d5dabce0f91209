package ai.extracta.deletions.kafka;

import java.util.Arrays;
import org.apache.kafka.common.utils.AppInfoParser;

/** Finds in {@code build()} what would be a {@link LinkageError} at the first slow call. */
final class KafkaLibrary {

    private static final String ACKNOWLEDGE_TYPE = "org.apache.kafka.clients.consumer.AcknowledgeType";

    private KafkaLibrary() {}

    static void requireShareGroups() {
        requireShareGroups(ACKNOWLEDGE_TYPE, AppInfoParser.getVersion());
    }

    static void requireShareGroups(String acknowledgeType, String version) {
        if (!renewsLocks(acknowledgeType)) {
            throw new IllegalStateException("share groups need kafka-clients 4.2 or later, and " + version
                    + " is on the class path, which a platform may manage: set its version (with Spring Boot the"
                    + " property kafka.version), or call consumerGroup()");
        }
    }

    private static boolean renewsLocks(String acknowledgeType) {
        try {
            Object[] types = Class.forName(acknowledgeType, false, KafkaLibrary.class.getClassLoader())
                    .getEnumConstants();
            return Arrays.stream(types).anyMatch(type -> ((Enum<?>) type).name().equals("RENEW"));
        } catch (ClassNotFoundException tooOld) {
            return false;
        }
    }
}
