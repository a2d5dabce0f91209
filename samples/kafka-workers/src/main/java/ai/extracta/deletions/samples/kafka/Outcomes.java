package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the workers have written so far. */
final class Outcomes implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, String> consumer;
    private final Set<DeletionRequest> deleted = new HashSet<>();
    private final Set<DeletionRequest> absent = new HashSet<>();
    private final Set<DeletionRequest> refused = new HashSet<>();
    private final Set<DeletionRequest> notCertain = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, Map<String, Integer>> byWorker = new TreeMap<>();
    private int results;
    private int finishedRequests;

    Outcomes(String bootstrapServers) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "outcomes-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(Topics.RESULTS, Topics.DEAD_LETTERS));
    }

    void poll() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
            if (record.topic().equals(Topics.RESULTS)) {
                onResult(record.value());
            } else {
                onDeadLetter(record);
            }
        }
    }

    private void onResult(String value) {
        try {
            JsonNode result = JSON.readTree(value);
            results++;
            String outcome = result.path("outcome").asText();
            add(
                    outcome.equals("ALREADY_ABSENT") ? absent : deleted,
                    result.path("receipt").path("request").toString());
            count(result.path("worker").asText(), outcome);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is not JSON", e);
        }
    }

    private void onDeadLetter(ConsumerRecord<String, String> record) {
        String reason = header(record, "extracta-reason");
        switch (reason) {
            case "REFUSED" -> add(refused, record.value());
            case "NOT_CERTAIN" -> add(notCertain, record.value());
            default -> unreadable.add(header(record, "extracta-partition") + "@" + header(record, "extracta-offset"));
        }
        count(header(record, "extracta-worker"), reason);
    }

    private void add(Set<DeletionRequest> outcomes, String json) {
        DeletionRequest request = DeletionRequest.fromJson(json);
        if (!deleted.contains(request)
                && !absent.contains(request)
                && !refused.contains(request)
                && !notCertain.contains(request)) {
            finishedRequests++;
        }
        outcomes.add(request);
    }

    private void count(String worker, String outcome) {
        byWorker.computeIfAbsent(worker, name -> new HashMap<>()).merge(outcome, 1, Integer::sum);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** How many messages have a result or a dead letter. */
    int finished() {
        return finishedRequests + unreadable.size();
    }

    /** How many results say again what another one says. */
    int repeatedResults() {
        Set<DeletionRequest> requests = new HashSet<>(deleted);
        requests.addAll(absent);
        return results - requests.size();
    }

    Set<DeletionRequest> deleted() {
        return deleted;
    }

    /** Not found by a later delivery. */
    Set<DeletionRequest> absent() {
        return absent;
    }

    Set<DeletionRequest> refused() {
        return refused;
    }

    Set<DeletionRequest> notCertain() {
        return notCertain;
    }

    int unreadable() {
        return unreadable.size();
    }

    /** For each worker how many records of each kind it wrote. */
    Map<String, Map<String, Integer>> byWorker() {
        return byWorker;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
