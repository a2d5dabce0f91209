package ai.extracta.deletions.transport;

import java.net.URI;
import java.nio.CharBuffer;

/**
 * Validates HTTP syntax to prevent request splitting and header injection. Messages never contain a header value or
 * a URI.
 */
final class HttpSyntax {

    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";
    private static final char DEL = 0x7f;
    private static final char MAX_BYTE = 0xff;

    private HttpSyntax() {}

    static void requireToken(String name, String text) {
        if (!isToken(text)) {
            throw new IllegalArgumentException("the " + name + " is not an HTTP token (RFC 9110 section 5.6.2)");
        }
    }

    /** A field value consists of bytes, without control characters except tab (RFC 9110 section 5.5). */
    static void requireField(String name, String value) {
        requireToken("header name", name);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((isControl(c) && c != '\t') || c > MAX_BYTE) {
                throw new IllegalArgumentException("the value of header " + name + " has a character at index " + i
                        + " that cannot be sent in a header (RFC 9110 section 5.5); remove it");
            }
        }
    }

    /** The message omits the URI: its user info or query may contain a secret. */
    static void requireHttp(URI uri) {
        String scheme = uri.getScheme();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("the URI must be absolute, http or https, with a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the URI must not hold a user or password; set a header");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the URI must not have a fragment (#..), which is never sent");
        }
    }

    /** Restrictions of Basic authentication, RFC 7617 section 2. */
    static void requireBasicCredentials(String user, char[] password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "the proxy user has a colon, which Basic authentication cannot carry (RFC 7617)");
        }
        requireNoControlCharacters("user", user);
        requireNoControlCharacters("password", CharBuffer.wrap(password));
    }

    private static void requireNoControlCharacters(String name, CharSequence text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the proxy " + name + " has a control character, which Basic authentication forbids (RFC 7617)");
        }
    }

    private static boolean isControl(char c) {
        return c < ' ' || c == DEL;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTokenCharacter(char c) {
        return (c < DEL && Character.isLetterOrDigit(c)) || TOKEN_SYMBOLS.indexOf(c) >= 0;
    }
}
