package ai.extracta.deletions.kafka;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** What the builder of a worker was told; a delivery limit of 0 means that the broker is asked. */
record WorkerSettings(
        ClassificationDeletions deletions,
        Map<String, Object> consumer,
        String topic,
        String results,
        String deadLetters,
        String name,
        @Nullable DeletionLedger ledger,
        Deserializer<? extends DeletionRequest> deserializer,
        boolean isConsumerGroup,
        int deliveryLimit,
        int concurrency,
        Duration minPause,
        Duration maxPause,
        Duration stopTimeout) {}
