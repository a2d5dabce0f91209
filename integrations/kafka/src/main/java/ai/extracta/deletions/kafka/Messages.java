package ai.extracta.deletions.kafka;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.internal.json.JsonObjectWriter;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The records that a worker writes. */
final class Messages {

    /** Why a record is a dead letter. */
    enum Reason {
        /** The value is no request. */
        UNREADABLE,
        /** The API refused the request for what it asks. */
        REFUSED,
        /** The target may or may not be deleted, and the record would not be delivered again. */
        NOT_CERTAIN
    }

    /** The start of every header that a worker adds to a dead letter. */
    static final String HEADER = "extracta-";

    private static final int MAX_MESSAGE = 1_000;

    private final String results;
    private final String deadLetters;
    private final String worker;

    Messages(WorkerSettings settings) {
        this.results = settings.results();
        this.deadLetters = settings.deadLetters();
        this.worker = settings.name();
    }

    ProducerRecord<byte[], byte[]> result(Delivery delivery, DeletionResult result) {
        ConsumerRecord<?, ?> record = delivery.record();
        String source = new JsonObjectWriter()
                .string("topic", record.topic())
                .number("partition", record.partition())
                .number("offset", record.offset())
                .end();
        String value = new JsonObjectWriter()
                .string("outcome", outcome(result))
                .string("worker", worker)
                .string("at", Instant.now().toString())
                .number("delivery", delivery.count())
                .number("attempts", attempts(result))
                .json("source", source)
                .json("receipt", result.toJson())
                .end();
        return new ProducerRecord<>(results, utf8(RequestPath.of(delivery.request())), utf8(value));
    }

    private static String outcome(DeletionResult result) {
        if (result instanceof Deleted) {
            return "DELETED";
        }
        if (result instanceof AlreadyAbsent) {
            return "ALREADY_ABSENT";
        }
        return result instanceof Subsumed ? "SUBSUMED" : "ALREADY_DELETED";
    }

    private static int attempts(DeletionResult result) {
        List<DeletionReceipt> receipts = List.of();
        if (result instanceof Deleted deleted) {
            receipts = deleted.receipts();
        } else if (result instanceof AlreadyAbsent absent) {
            receipts = absent.receipts();
        }
        return receipts.stream().mapToInt(DeletionReceipt::attempts).sum();
    }

    /** The record as it was, with headers that say why it is here. */
    ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> record, int deliveries, Reason reason, String message) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        add(headers, "reason", reason.name());
        add(headers, "message", message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "..." : message);
        add(headers, "topic", record.topic());
        add(headers, "partition", Integer.toString(record.partition()));
        add(headers, "offset", Long.toString(record.offset()));
        add(headers, "timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        add(headers, "deliveries", Integer.toString(deliveries));
        add(headers, "worker", worker);
        return new ProducerRecord<>(deadLetters, null, null, record.key(), record.value(), headers);
    }

    /** Likewise, with the outcome and what of the request is not known to be deleted. */
    ProducerRecord<byte[], byte[]> deadLetter(Delivery delivery, Reason reason, DeletionResult result) {
        String message = result instanceof Failed failed
                ? String.valueOf(failed.failure().getMessage())
                : "according to the ledger it was refused before";
        ProducerRecord<byte[], byte[]> letter = deadLetter(delivery.record(), delivery.count(), reason, message);
        if (result instanceof Failed failed) {
            add(letter.headers(), "outcome", failed.outcome().name());
            failed.remaining().stream()
                    .map(DeletionRequest::toJson)
                    .forEach(json -> add(letter.headers(), "remaining", json));
        }
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(HEADER + name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
