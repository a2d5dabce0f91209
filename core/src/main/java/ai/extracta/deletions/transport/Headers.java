package ai.extracta.deletions.transport;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * HTTP header fields in their original order, including repeated ones. Names are case-insensitive. Immutable.
 *
 * @since 0.1.0
 */
public final class Headers implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Headers EMPTY = new Headers(new String[0]);

    /** Names at even indices, values at odd ones. */
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    /**
     * Creates headers from alternating names and values.
     *
     * @param namesAndValues a name, its value, the next name, its value, and so on
     * @return the headers
     * @throws IllegalArgumentException if a name has no value
     * @throws NullPointerException if a name or a value is null
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs; the last name has no value");
        }
        return ofOwned(namesAndValues.clone());
    }

    private static Headers ofOwned(String[] fields) {
        for (String field : fields) {
            Objects.requireNonNull(field, "a header name or value is null");
        }
        return fields.length == 0 ? EMPTY : new Headers(fields);
    }

    /**
     * Copies headers from map entries, the form in which most HTTP clients expose them.
     *
     * @param entries the fields
     * @return the headers
     * @throws NullPointerException if a name or a value is null
     */
    public static Headers copyOf(Collection<? extends Map.Entry<String, String>> entries) {
        List<String> fields = new ArrayList<>(entries.size() * 2);
        for (Map.Entry<String, String> entry : entries) {
            fields.add(entry.getKey());
            fields.add(entry.getValue());
        }
        return ofOwned(fields.toArray(String[]::new));
    }

    /**
     * Returns a copy with one more header; fields of that name are replaced.
     *
     * @param name the name, in any case
     * @param value the value
     * @return the changed copy
     */
    public Headers with(String name, String value) {
        List<String> changed = new ArrayList<>(fields.length + 2);
        forEach((field, old) -> {
            if (!field.equalsIgnoreCase(name)) {
                changed.add(field);
                changed.add(old);
            }
        });
        changed.add(name);
        changed.add(value);
        return ofOwned(changed.toArray(String[]::new));
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or empty if there is no such header
     */
    public Optional<String> first(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(fields[index + 1]);
    }

    /**
     * Returns the first value of a header, or a default. Allocates nothing.
     *
     * @param name the name, in any case
     * @param defaultValue what to return if there is no such header
     * @return the value or the default
     */
    public String firstOrDefault(String name, String defaultValue) {
        int index = indexOf(name);
        return index < 0 ? defaultValue : fields[index + 1];
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns all values of a header, in order.
     *
     * @param name the name, in any case
     * @return the values, empty if there is no such header
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        forEach((field, value) -> {
            if (field.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return List.copyOf(values);
    }

    /** {@return the distinct names, spelled as first given, in order of first appearance} */
    public Set<String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        forEach((name, value) -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
        return new LinkedHashSet<>(names.values());
    }

    /**
     * {@return the wait that the sender requests, never negative, or empty if {@code retry-after} is absent or not
     * understood} It is seconds, or a date relative to the {@code date} header (RFC 9110 section 10.2.3).
     */
    public Optional<Duration> retryAfter() {
        return RetryAfter.of(this, Clock.systemUTC());
    }

    /**
     * Performs an action for every field, in order.
     *
     * @param action receives the name as given and the value
     */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /** Equal if both have the same fields in the same order; names are case-insensitive. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && Arrays.equals(normalized(), headers.normalized());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(normalized());
    }

    /** Names only; values may be secrets. */
    @Override
    public String toString() {
        return "Headers" + names();
    }

    /** Throws if a name or value is not valid on the wire. */
    void requireSendable() {
        forEach(HttpSyntax::requireField);
    }

    private String[] normalized() {
        String[] copy = fields.clone();
        for (int i = 0; i < copy.length; i += 2) {
            copy[i] = copy[i].toLowerCase(Locale.ROOT);
        }
        return copy;
    }
}
