package ai.extracta.deletions.testkit;

import java.util.regex.Pattern;

/** One header line, checked against RFC 9110 section 5.5 so that it cannot become two. */
record HeaderField(String name, String value) {

    static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    HeaderField {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("a header name is not an HTTP token");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of header " + name + " has a control or non-Latin character");
        }
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return name;
    }
}
