package ai.extracta.deletions.transport;

import java.net.URI;

/** Refuses what would be read differently on the wire; messages never repeat a header's value. */
final class HttpSyntax {

    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    private HttpSyntax() {}

    static void requireToken(String what, String text) {
        if (text.isEmpty() || !text.chars().allMatch(HttpSyntax::isTokenCharacter)) {
            throw new IllegalArgumentException("the " + what + " is not an HTTP token (RFC 9110 section 5.6.2)");
        }
    }

    static void requireField(String name, String value) {
        requireToken("header name", name);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        "the value of header " + name + " has CR, LF or NUL at index " + i + "; remove it");
            }
        }
    }

    static void requireHttp(URI uri) {
        String scheme = uri.getScheme();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("the URI must be absolute, http or https, with a host: " + uri);
        }
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_SYMBOLS.indexOf(c) >= 0;
    }
}
