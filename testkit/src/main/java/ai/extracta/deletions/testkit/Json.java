package ai.extracta.deletions.testkit;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and writes JSON as trees. Duplicate keys are refused: which one was meant would be a guess. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Reads one JSON object.
     *
     * @throws IllegalArgumentException if it is anything else, with a message that repeats nothing of it
     */
    static ObjectNode readObject(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("The body is not valid JSON", malformed);
        }
        throw new IllegalArgumentException("The body is not a JSON object");
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String message(String status, String message) {
        return object().put("status", status).put("message", message).toString();
    }
}
