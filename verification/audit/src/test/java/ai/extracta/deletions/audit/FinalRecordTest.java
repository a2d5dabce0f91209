package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FinalRecordTest {

    private static final Moment SEEN = new Moment(2, 1);
    private static final DeletionRequest FILE = new DeleteFiles("c", "b", List.of("f"));
    private static final Map<Position, Integer> MESSAGES = Map.of(new Position(3, 42), 7);

    @Test
    void aResultIsRead() {
        assertThat(result("\"state\":\"DELETED\",\"request\":" + FILE.toJson(), 42))
                .isEqualTo(new Result(7, "w-1", "DELETED", "DELETED", FILE, FILE, SEEN));
    }

    @Test
    void aResultNamesTheEnclosingDeletion() {
        DeletionRequest batch = new DeleteBatch("c", "b");

        assertThat(result("\"state\":\"DELETED\",\"request\":" + FILE.toJson() + ",\"by\":" + batch.toJson(), 42))
                .isEqualTo(new Result(7, "w-1", "DELETED", "DELETED", FILE, batch, SEEN));
    }

    @Test
    void aResultForAPositionWithoutAMessageBelongsToNone() {
        assertThat(result("\"state\":\"DELETED\",\"request\":" + FILE.toJson(), 43)
                        .message())
                .isEqualTo(FinalRecord.NO_MESSAGE);
    }

    private static FinalRecord result(String receipt, long offset) {
        String value = "{\"outcome\":\"DELETED\",\"worker\":\"w-1\",\"source\":{\"partition\":3,\"offset\":" + offset
                + "},\"receipt\":{" + receipt + "}}";
        return FinalRecord.parse(new ConsumerRecord<>(ErasureTopics.RESULTS, 0, 0, "key", value), MESSAGES, SEEN);
    }

    @Test
    void aDeadLetterIsRead() {
        ConsumerRecord<String, String> letter =
                new ConsumerRecord<>(ErasureTopics.DEAD_LETTERS, 0, 0, "key", FILE.toJson());
        Map.of("reason", "REFUSED", "outcome", "REFUSED", "worker", "w-1", "partition", "3", "offset", "42")
                .forEach((name, value) ->
                        letter.headers().add("extracta-" + name, value.getBytes(StandardCharsets.UTF_8)));

        assertThat(FinalRecord.parse(letter, MESSAGES, SEEN))
                .isEqualTo(new DeadLetter(7, "w-1", "REFUSED", "REFUSED", SEEN));
    }
}
