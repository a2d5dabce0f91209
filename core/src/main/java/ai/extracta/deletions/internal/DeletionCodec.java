package ai.extracta.deletions.internal;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Requests to JSON and JSON to replies, by streaming: no reflection, so a native image needs no metadata. */
public final class DeletionCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DeletionCodec() {}

    /**
     * Writes the documented body, keys in the documented order (API documentation, pages 4.1 to 4.3).
     *
     * @param request the deletion
     * @return UTF-8 JSON
     */
    public static ByteBuffer encode(DeletionRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("classificationId", request.classificationId());
            if (request instanceof DeleteBatch batch) {
                json.writeStringProperty("batchId", batch.batchId());
            } else if (request instanceof DeleteFiles files) {
                writeFiles(json, files);
            }
            json.writeEndObject();
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void writeFiles(JsonGenerator json, DeleteFiles files) {
        json.writeStringProperty("batchId", files.batchId());
        json.writeArrayPropertyStart("fileIds");
        for (String id : files.fileIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
    }

    /**
     * Reads as much of an answer's body as can be trusted.
     *
     * @param body the body as received
     * @param charset in which it is written
     * @return what it says, and whether it was read to its end without doubt
     */
    public static Reply decode(ByteBuffer body, Charset charset) {
        Reply.Reader reader = new Reply.Reader();
        if (!body.hasRemaining()) {
            return reader.broken("its body is empty");
        }
        try (JsonParser json = parser(body, charset)) {
            return read(json, reader);
        } catch (JacksonException | java.nio.charset.CharacterCodingException e) {
            return reader.broken("its body is not JSON");
        }
    }

    private static JsonParser parser(ByteBuffer body, Charset charset)
            throws java.nio.charset.CharacterCodingException {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return JSON.createParser(charset.newDecoder().decode(body).toString());
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return JSON.createParser(bytes);
    }

    private static Reply read(JsonParser json, Reply.Reader reader) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return reader.broken("its body is not a JSON object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            boolean text = json.nextToken() == JsonToken.VALUE_STRING;
            reader.property(name, text ? json.getString() : "", text);
            json.skipChildren();
        }
        return json.nextToken() == null ? reader.complete() : reader.broken("something follows its JSON");
    }
}
