package ai.extracta.deletions.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows that are JSON objects, one per line. Blank lines are ignored. */
final class JsonRowReader implements RowReader {

    /** Written to the failures file beside the request, and ignored when that file is read again. */
    static final String OUTCOME = "outcome";

    static final String REASON = "reason";

    /** The name of the type in the export of a ledger. */
    private static final String KIND = "kind";

    static final String FILES = "fileIds";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String name;
    private final BufferedReader lines;
    private long line;

    JsonRowReader(Reader text, String name) {
        this.name = name;
        this.lines = new BufferedReader(text);
    }

    @Override
    public Optional<Row> next() throws IOException {
        @Nullable String text = lines.readLine();
        line++;
        while (text != null && text.isBlank()) {
            text = lines.readLine();
            line++;
        }
        return text == null ? Optional.empty() : Optional.of(toRow(text));
    }

    private Row toRow(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        parse(text).properties().forEach(field -> putField(field.getKey(), field.getValue(), values));
        return new Row(location(), Format.JSONL, values);
    }

    private JsonNode parse(String text) {
        try {
            JsonNode object = MAPPER.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw new UsageException(location() + ": not one JSON object: " + malformed.getOriginalMessage());
        }
        throw new UsageException(location() + ": not a JSON object such as {\"classificationId\":\"..\"}");
    }

    private void putField(String field, JsonNode value, Map<String, List<String>> values) {
        if (field.equals(FILES)) {
            values.put("fileId", strings(value));
        } else if (field.equals(KIND)) {
            put(Row.TYPE, string(field, value), values);
        } else if (field.equals(Row.TYPE) || Kind.BATCH.idFields().contains(field)) {
            put(field, string(field, value), values);
        } else if (!field.equals(OUTCOME) && !field.equals(REASON)) {
            throw new UsageException(location() + ": unknown field '" + field
                    + "'; known are type, classificationId, batchId and fileIds");
        }
    }

    private void put(String field, String value, Map<String, List<String>> values) {
        if (values.put(field, List.of(value)) != null) {
            throw new UsageException(location() + ": type and kind mean the same; leave one of them out");
        }
    }

    private List<String> strings(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw new UsageException(location() + ", field fileIds: not a list of at least one id");
        }
        List<String> strings = new ArrayList<>(value.size());
        value.forEach(id -> strings.add(string(FILES, id)));
        return strings;
    }

    private String string(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw new UsageException(location() + ", field " + field + ": not a string");
        }
        return value.textValue();
    }

    private String location() {
        return name + ", line " + line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
