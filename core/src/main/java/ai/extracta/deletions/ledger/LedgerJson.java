package ai.extracta.deletions.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The JSON of a line. */
final class LedgerJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** The members of an object. */
    interface Members {

        void writeTo(JsonGenerator json) throws IOException;
    }

    private LedgerJson() {}

    /** Returns a line with one object. */
    static byte[] line(int expectedLength, Members members) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(expectedLength);
        line.writeBytes(LedgerLine.START.getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(json, members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return LedgerLine.withChecksum(line.toByteArray());
    }

    /** Returns an object. */
    static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Members members) throws IOException {
        json.writeStartObject();
        members.writeTo(json);
        json.writeEndObject();
    }

    static JsonNode read(byte[] line) throws IOException {
        return JSON.readTree(line, LedgerLine.PREFIX, line.length - LedgerLine.PREFIX - 1);
    }

    static JsonNode array(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isArray()) {
            throw new IllegalArgumentException(name + " must be an array");
        }
        return value;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            texts.add(text(each));
        }
        return texts;
    }

    static String text(JsonNode json, String name) {
        return text(json.path(name));
    }

    static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw new IllegalArgumentException("a string is missing");
        }
        return json.textValue();
    }

    /** A positive number. */
    static long number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new IllegalArgumentException(name + " must be a positive number");
        }
        return value.longValue();
    }
}
