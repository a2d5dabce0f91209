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
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests to JSON and JSON to response bodies, by streaming: a native image needs no reflection metadata. */
public final class DeletionCodec {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    static final String NOT_JSON = "its body is not JSON";

    /** Searched for in a body that is not valid JSON: if it may claim success, it must not count as a refusal. */
    private static final Pattern CLAIM = Pattern.compile("\"status\"\\s*:\\s*\"success\"");

    private DeletionCodec() {}

    /** Writes the documented body, keys in the documented order (API documentation, pages 4.1 to 4.3). */
    public static ByteBuffer encode(DeletionRequest request) {
        Body body = new Body();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("classificationId", request.classificationId());
            if (request instanceof DeleteBatch batch) {
                json.writeStringField("batchId", batch.batchId());
            } else if (request instanceof DeleteFiles files) {
                json.writeStringField("batchId", files.batchId());
                writeFileIds(files, json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteBuffer();
    }

    private static void writeFileIds(DeleteFiles files, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("fileIds");
        for (String id : files.fileIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
    }

    /** Reads as much of a response body as can be trusted. */
    public static ResponseBody decode(ByteBuffer body, Charset charset) {
        Members members = new Members();
        String problem = members.read(body, charset);
        boolean claimsSuccess = "success".equals(members.status);
        if (!problem.isEmpty()) {
            claimsSuccess |= CLAIM.matcher(charset.decode(body.duplicate())).find();
        } else if (members.status == null) {
            problem = "its JSON has no \"status\" text";
        }
        return new ResponseBody(claimsSuccess, members.message, problem);
    }

    /** The members of a response body that have a meaning, as far as it could be read. */
    private static final class Members {

        private @Nullable String status;
        private String message = "";

        /** Returns why the body was not read to its end, or an empty string. */
        String read(ByteBuffer body, Charset charset) {
            if (!body.hasRemaining()) {
                return "its body is empty";
            }
            try (JsonParser json = parser(body.duplicate(), charset)) {
                return read(json);
            } catch (IOException e) {
                return NOT_JSON;
            }
        }

        private static JsonParser parser(ByteBuffer body, Charset charset) throws IOException {
            CharBuffer text = charset.newDecoder().decode(body.duplicate()); // Jackson accepts malformed UTF-8 in names
            if (!charset.equals(StandardCharsets.UTF_8)) {
                return JSON.createParser(text.toString());
            }
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            return JSON.createParser(bytes);
        }

        private String read(JsonParser json) throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return "its body is not a JSON object";
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    json.skipChildren();
                } else if (name.equals("status")) {
                    status = json.getText();
                } else if (name.equals("message")) {
                    message = json.getText();
                }
            }
            return json.nextToken() == null ? "" : "something follows its JSON";
        }
    }

    /** Exposes its buffer instead of a copy. */
    private static final class Body extends ByteArrayOutputStream {

        Body() {
            super(64);
        }

        ByteBuffer toByteBuffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
