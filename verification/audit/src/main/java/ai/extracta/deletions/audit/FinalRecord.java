package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a worker wrote about a message: a result, or a dead letter. */
sealed interface FinalRecord {

    /** Stands for a message that nobody sent. */
    int NO_MESSAGE = -1;

    /** {@return the number of the message} */
    int message();

    /** {@return the name of the worker} */
    String worker();

    /** {@return when it was seen in its topic} */
    Moment seen();

    /**
     * A result.
     *
     * @param outcome such as {@code DELETED}
     * @param state the state of the ledger that the receipt names
     * @param request that the receipt names
     * @param subject what was deleted according to it: the enclosing deletion, if there is one, or the request itself
     */
    record Result(
            int message,
            String worker,
            String outcome,
            String state,
            DeletionRequest request,
            DeletionRequest subject,
            Moment seen)
            implements FinalRecord {}

    /**
     * A dead letter.
     *
     * @param reason such as {@code REFUSED}
     * @param outcome that the message had, if it was executed; or empty
     */
    record DeadLetter(int message, String worker, String reason, String outcome, Moment seen) implements FinalRecord {}

    static FinalRecord parse(ConsumerRecord<String, String> record, Map<Position, Integer> messages, Moment seen) {
        return record.topic().equals(ErasureTopics.RESULTS)
                ? parseResult(AtomicDeletions.readTree(record.value()), messages, seen)
                : parseDeadLetter(record, messages, seen);
    }

    private static Result parseResult(JsonNode value, Map<Position, Integer> messages, Moment seen) {
        JsonNode source = value.path("source");
        Position position = new Position(
                source.path("partition").asInt(), source.path("offset").asLong());
        JsonNode receipt = value.path("receipt");
        DeletionRequest request = AtomicDeletions.parse(receipt.path("request"));
        return new Result(
                messages.getOrDefault(position, NO_MESSAGE),
                value.path("worker").asText(),
                value.path("outcome").asText(),
                receipt.path("state").asText(),
                request,
                receipt.has("by") ? AtomicDeletions.parse(receipt.path("by")) : request,
                seen);
    }

    private static DeadLetter parseDeadLetter(
            ConsumerRecord<String, String> record, Map<Position, Integer> messages, Moment seen) {
        Position position = new Position(
                Integer.parseInt(header(record, "partition").orElseThrow()),
                Long.parseLong(header(record, "offset").orElseThrow()));
        return new DeadLetter(
                messages.getOrDefault(position, NO_MESSAGE),
                header(record, "worker").orElse(""),
                header(record, "reason").orElse(""),
                header(record, "outcome").orElse(""),
                seen);
    }

    private static Optional<String> header(ConsumerRecord<?, ?> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader("extracta-" + name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
