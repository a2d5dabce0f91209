package ai.extracta.deletions.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes one JSON object, member by member. */
public final class JsonObjectWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private interface Member {

        void writeTo(JsonGenerator json) throws IOException;
    }

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    /** Begins the object. */
    public JsonObjectWriter() {
        try {
            json = JSON.createGenerator(text);
            json.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a string.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonObjectWriter string(String name, String value) {
        return write(name, target -> target.writeString(value));
    }

    /**
     * Writes a number.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonObjectWriter number(String name, long value) {
        return write(name, target -> target.writeNumber(value));
    }

    /**
     * Writes a list of strings.
     *
     * @param name the member's name
     * @param values its value
     * @return this
     */
    public JsonObjectWriter strings(String name, List<String> values) {
        return write(name, target -> target.writeArray(values.toArray(String[]::new), 0, values.size()));
    }

    /**
     * Writes a value that is JSON already.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonObjectWriter json(String name, String value) {
        return write(name, target -> target.writeRawValue(value));
    }

    private JsonObjectWriter write(String name, Member member) {
        try {
            json.writeFieldName(name);
            member.writeTo(json);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the object, which is ended} */
    public String end() {
        try {
            json.writeEndObject();
            json.close();
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
