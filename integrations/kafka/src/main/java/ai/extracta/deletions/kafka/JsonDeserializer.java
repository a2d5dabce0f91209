package ai.extracta.deletions.kafka;

import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Requests as one JSON object in UTF-8. */
final class JsonDeserializer implements Deserializer<DeletionRequest> {

    @Override
    public DeletionRequest deserialize(String topic, byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        try {
            return DeletionRequest.fromJson(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("this is not UTF-8", e);
        }
    }
}
