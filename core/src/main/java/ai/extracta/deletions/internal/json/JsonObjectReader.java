package ai.extracta.deletions.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object whose members are strings and lists of strings; anything else is refused. */
public final class JsonObjectReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> strings = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();

    private JsonObjectReader() {}

    /**
     * Reads an object.
     *
     * @param text its JSON
     * @return the object
     * @throws IllegalArgumentException if it is not one; the message names what is wrong
     */
    public static JsonObjectReader of(String text) {
        JsonObjectReader object = new JsonObjectReader();
        try (JsonParser json = JSON.createParser(text)) {
            object.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return object;
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("this is not a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                lists.put(name, list(name, json));
            } else {
                strings.put(name, string(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw new IllegalArgumentException("something follows the JSON object");
        }
    }

    private static List<String> list(String name, JsonParser json) throws IOException {
        List<String> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(string(name + "[" + list.size() + "]", json));
        }
        return list;
    }

    private static String string(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        return json.getText();
    }

    /**
     * {@return whether there is a member that was not taken}
     *
     * @param name its name
     */
    public boolean has(String name) {
        return strings.containsKey(name) || lists.containsKey(name);
    }

    /**
     * {@return the member, which is removed}
     *
     * @param name its name
     * @throws IllegalArgumentException if it is missing or of another type
     */
    public String takeString(String name) {
        return required(name, strings.remove(name), "a string");
    }

    /**
     * {@return the member, which is removed}
     *
     * @param name its name
     * @throws IllegalArgumentException if it is missing or of another type
     */
    public List<String> takeStrings(String name) {
        return required(name, lists.remove(name), "a list of strings");
    }

    private <T> T required(String name, @Nullable T value, String type) {
        if (value == null) {
            throw new IllegalArgumentException(name + (has(name) ? " must be " + type : " is missing"));
        }
        return value;
    }

    /** Refuses members that were not taken: they may have been meant to narrow what is deleted. */
    public void requireNoMore() {
        strings.keySet().stream().findFirst().ifPresent(JsonObjectReader::refuse);
        lists.keySet().stream().findFirst().ifPresent(JsonObjectReader::refuse);
    }

    private static void refuse(String name) {
        throw new IllegalArgumentException("the member \"" + name + "\" is not expected here");
    }
}
