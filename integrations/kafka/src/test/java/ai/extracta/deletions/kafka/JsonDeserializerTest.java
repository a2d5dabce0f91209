package ai.extracta.deletions.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.model.DeleteFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonDeserializerTest {

    private final JsonDeserializer deserializer = new JsonDeserializer();

    @Test
    void readsTheRowsOfTheCommandLine() {
        String row = "{\"type\":\"files\",\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f\",\"gö\"]}";

        assertThat(deserializer.deserialize("topic", row.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new DeleteFiles("c", "b", List.of("f", "gö")));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deserializer.deserialize("topic", new byte[] {'"', (byte) 0xE4, '"'}))
                .withMessage("this is not UTF-8");
    }

    @Test
    void refusesARecordWithoutValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deserializer.deserialize("topic", null))
                .withMessage("the record has no value");
    }
}
