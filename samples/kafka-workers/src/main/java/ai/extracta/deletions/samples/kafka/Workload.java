package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Requests for files that exist, and among them some for batches that do not and some messages that are none. */
final class Workload {

    private static final int FILES_PER_BATCH = 1_000;

    /** One in as many requests names a batch that does not exist, and one message in as many is no request. */
    private static final int INVALID_EVERY = 1_000;

    private final Set<DeletionRequest> valid = new HashSet<>();
    private final Set<DeletionRequest> invalid = new HashSet<>();
    private final List<String> messages = new ArrayList<>();
    private int unreadable;

    Workload(ExtractaSimulator simulator, int requests) {
        int batches = (requests + FILES_PER_BATCH - 1) / FILES_PER_BATCH;
        for (Classification classification : simulator.seed(1, batches, Math.min(requests, FILES_PER_BATCH))) {
            classification.batches().forEach(batch -> addFiles(classification.classificationId(), batch, requests));
        }
    }

    private void addFiles(String classificationId, Batch batch, int requests) {
        for (String file : batch.fileIds()) {
            if (valid.size() + invalid.size() + unreadable == requests) {
                return;
            }
            add(new DeleteFiles(classificationId, batch.batchId(), List.of(file)));
        }
    }

    private void add(DeletionRequest request) {
        int number = messages.size() % INVALID_EVERY;
        if (number == INVALID_EVERY / 3) {
            DeletionRequest unknown = new DeleteBatch(request.classificationId(), "unknown-" + messages.size());
            invalid.add(unknown);
            messages.add(unknown.toJson());
        } else if (number == INVALID_EVERY / 2) {
            unreadable++;
            messages.add("{\"classificationId\":\"" + request.classificationId() + "\"}");
        } else {
            valid.add(request);
            messages.add(request.toJson());
        }
    }

    /** For targets that exist. */
    Set<DeletionRequest> valid() {
        return valid;
    }

    /** For targets that do not. */
    Set<DeletionRequest> invalid() {
        return invalid;
    }

    int unreadable() {
        return unreadable;
    }

    int size() {
        return messages.size();
    }

    void send(String bootstrapServers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < messages.size(); i++) {
                Future<?> unused = producer.send(
                        new ProducerRecord<>(Topics.REQUESTS, Integer.toString(i), messages.get(i)), Workload::onSent);
            }
        }
    }

    private static void onSent(RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            throw new IllegalStateException("a request was not sent", failure);
        }
    }
}
