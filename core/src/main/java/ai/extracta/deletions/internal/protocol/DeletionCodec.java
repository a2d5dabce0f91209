package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Requests to JSON and JSON to replies, by streaming: no reflection, so a native image needs no metadata. */
public final class DeletionCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** Looked for where a body cannot be read to its end: what may claim success must not pass for a refusal. */
    private static final Pattern CLAIM = Pattern.compile("\"status\"\\s*:\\s*\"success\"");

    private DeletionCodec() {}

    /**
     * Writes the documented body, keys in the documented order (API documentation, pages 4.1 to 4.3).
     *
     * @param request the deletion
     * @return UTF-8 JSON
     */
    public static ByteBuffer encode(DeletionRequest request) {
        return ByteBuffer.wrap(AsciiRequestEncoder.suits(request) ? AsciiRequestEncoder.of(request) : generate(request));
    }

    static byte[] generate(DeletionRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("classificationId", request.classificationId());
            if (request instanceof DeleteBatch batch) {
                json.writeStringField("batchId", batch.batchId());
            } else if (request instanceof DeleteFiles files) {
                writeFiles(json, files);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeFiles(JsonGenerator json, DeleteFiles files) throws IOException {
        json.writeStringField("batchId", files.batchId());
        json.writeArrayFieldStart("fileIds");
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
    public static ResponseBody decode(ByteBuffer body, Charset charset) {
        Optional<ResponseBody> plain = charset.equals(StandardCharsets.UTF_8) ? AsciiResponseParser.read(body) : Optional.empty();
        return plain.orElseGet(() -> parse(body, charset));
    }

    static ResponseBody parse(ByteBuffer body, Charset charset) {
        ResponseBody.Builder reader = new ResponseBody.Builder();
        if (!body.hasRemaining()) {
            return reader.unreadable("its body is empty");
        }
        String problem;
        try (JsonParser json = parser(body.duplicate(), charset)) {
            problem = read(json, reader);
        } catch (IOException e) {
            problem = "its body is not JSON";
        }
        if (problem.isEmpty()) {
            return reader.build();
        }
        return CLAIM.matcher(charset.decode(body.duplicate())).find()
                ? reader.unreadableSuccess(problem)
                : reader.unreadable(problem);
    }

    private static JsonParser parser(ByteBuffer body, Charset charset) throws IOException {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return JSON.createParser(charset.newDecoder().decode(body).toString());
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return JSON.createParser(bytes);
    }

    /** Returns why the body was not read to its end, or an empty string. */
    private static String read(JsonParser json, ResponseBody.Builder reader) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return "its body is not a JSON object";
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            boolean text = json.nextToken() == JsonToken.VALUE_STRING;
            reader.property(name, text ? json.getText() : "", text);
            json.skipChildren();
        }
        return json.nextToken() == null ? "" : "something follows its JSON";
    }
}
