package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics, a group, a simulator with a client, and workers, for one test. */
final class Erasure implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final int PARTITIONS = 4;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final KafkaBroker broker;
    private final String suffix = "-" + NUMBER.incrementAndGet();
    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private final ClassificationDeletions deletions;
    private final List<ErasureWorker> workers = new ArrayList<>();
    private final KafkaProducer<String, String> producer;

    Erasure(KafkaBroker broker) {
        this(broker, PARTITIONS);
    }

    Erasure(KafkaBroker broker, int partitions) {
        this.broker = broker;
        this.deletions = client(simulator);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
        broker.createTopics(partitions, requests());
        broker.createTopics(1, results(), deadLetters());
        broker.configureGroup(group(), "share.auto.offset.reset", "earliest");
    }

    static ClassificationDeletions client(ExtractaSimulator simulator) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri())
                .retryPolicy(RetryPolicy.none())
                .build();
    }

    String requests() {
        return "requests" + suffix;
    }

    String results() {
        return "results" + suffix;
    }

    String deadLetters() {
        return "dead-letters" + suffix;
    }

    String group() {
        return "erasure" + suffix;
    }

    ExtractaSimulator simulator() {
        return simulator;
    }

    ClassificationDeletions deletions() {
        return deletions;
    }

    KafkaBroker broker() {
        return broker;
    }

    /** Sets a configuration of the share group. */
    Erasure groupConfiguration(String name, String value) {
        broker.configureGroup(group(), name, value);
        return this;
    }

    Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("group.id", group());
        return properties;
    }

    ErasureWorker start() {
        return start(builder -> builder);
    }

    ErasureWorker start(UnaryOperator<ErasureWorker.Builder> changes) {
        ErasureWorker worker = changes.apply(ErasureWorker.builder()
                        .deletions(deletions)
                        .consumer(consumer())
                        .topic(requests())
                        .results(results())
                        .deadLetters(deadLetters())
                        .name("worker" + suffix + "-" + workers.size())
                        .pause(Duration.ofMillis(100), Duration.ofMillis(200)))
                .build();
        worker.start();
        workers.add(worker);
        return worker;
    }

    /** Files that exist, one request for each. */
    List<DeletionRequest> seedFiles(int count) {
        Classification classification = simulator.seed(1, 1, count).get(0);
        ExtractaSimulator.Batch batch = classification.batches().get(0);
        return batch.fileIds().stream()
                .<DeletionRequest>map(
                        file -> new DeleteFiles(classification.classificationId(), batch.batchId(), List.of(file)))
                .toList();
    }

    /** Batches that exist, one request for each. */
    List<DeletionRequest> seedBatches(int count) {
        Classification classification = simulator.seed(1, count, 1).get(0);
        return classification.batches().stream()
                .<DeletionRequest>map(batch -> new DeleteBatch(classification.classificationId(), batch.batchId()))
                .toList();
    }

    void send(List<DeletionRequest> requests) {
        for (DeletionRequest request : requests) {
            Future<?> unused = send(RequestPath.of(request), request.toJson());
        }
        producer.flush();
    }

    void send(DeletionRequest request) {
        send(List.of(request));
    }

    void send(String topic, DeletionRequest request) {
        Future<?> unused = producer.send(new ProducerRecord<>(topic, RequestPath.of(request), request.toJson()));
    }

    Future<?> send(String key, String value, Header... headers) {
        return producer.send(new ProducerRecord<>(requests(), null, key, value, List.of(headers)));
    }

    List<ConsumerRecord<String, String>> awaitResults(int count) {
        return await(results(), count);
    }

    List<ConsumerRecord<String, String>> awaitDeadLetters(int count) {
        return await(deadLetters(), count);
    }

    /** Waits for at least as many records, and returns all there are. */
    List<ConsumerRecord<String, String>> await(String topic, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (records.size() < count && System.nanoTime() - deadline < 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        assertThat(records).as(topic).hasSizeGreaterThanOrEqualTo(count);
        return records;
    }

    /** Waits until all members of the share group have partitions. */
    void awaitMembers(int count) {
        try (Admin admin = broker.admin()) {
            awaitUntil(() -> members(admin).stream()
                            .filter(member ->
                                    !member.assignment().topicPartitions().isEmpty())
                            .count()
                    == count);
        }
    }

    private Collection<ShareMemberDescription> members(Admin admin) {
        try {
            return admin.describeShareGroups(List.of(group()))
                    .describedGroups()
                    .get(group())
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .members();
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            return List.of(); // not yet there
        }
    }

    static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("time over").isNegative();
            Thread.onSpinWait();
        }
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static List<String> keys(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::key).toList();
    }

    static List<String> paths(List<DeletionRequest> requests) {
        return requests.stream().map(RequestPath::of).toList();
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.stopLater().block(TIMEOUT));
        producer.close(Duration.ZERO);
        deletions.close();
        simulator.close();
    }
}
