package ai.extracta.deletions.internal.protocol;

/**
 * Finds a secret in text, literally, JSON-escaped or percent-encoded, in time linear in the text (Knuth-Morris-Pratt).
 * Ignores the case of ASCII letters, because Netty upper-cases what it takes for a protocol name.
 */
final class SecretRedactor {

    private static final String REDACTED = "[redacted]";
    private static final int UNICODE_ESCAPE_LENGTH = 6;
    private static final int PERCENT_ESCAPE_LENGTH = 3;

    private final char[] secret;

    /** For each prefix of the secret, the length of its longest proper suffix that is a prefix as well. */
    private final int[] borders;

    SecretRedactor(String secret) {
        this.secret = new char[secret.length()];
        this.borders = new int[secret.length()];
        for (int i = 0; i < secret.length(); i++) {
            this.secret[i] = lowerCase(secret.charAt(i));
            borders[i] = i == 0 ? 0 : advance(borders[i - 1], this.secret[i]);
        }
    }

    /** Returns the same instance if the secret does not occur. */
    String redact(String text) {
        boolean hasBackslash = text.indexOf('\\') >= 0;
        boolean hasPercent = text.indexOf('%') >= 0;
        String redacted = redact(text, false, false);
        redacted = hasBackslash ? redact(redacted, true, false) : redacted;
        redacted = hasPercent ? redact(redacted, false, true) : redacted;
        return hasBackslash && hasPercent ? redact(redacted, true, true) : redacted;
    }

    private String redact(String text, boolean jsonEscaped, boolean percentEncoded) {
        StringBuilder result = new StringBuilder();
        int[] starts = new int[secret.length];
        int copied = 0;
        int matched = 0;
        int decoded = 0;
        for (int i = 0; i < text.length(); decoded++) {
            starts[decoded % starts.length] = i;
            int length = escapeLength(text, i, jsonEscaped, percentEncoded);
            matched = advance(matched, lowerCase(decode(text, i, length)));
            i += length;
            if (matched == secret.length) {
                int start = starts[(decoded + 1) % starts.length];
                result.append(text, copied, start).append(REDACTED);
                copied = i;
                matched = 0;
            }
        }
        return copied == 0 ? text : result.append(text, copied, text.length()).toString();
    }

    /** How much of the secret is matched after one more character. */
    private int advance(int matched, char next) {
        int length = matched;
        while (length > 0 && (length == secret.length || secret[length] != next)) {
            length = borders[length - 1];
        }
        return secret[length] == next ? length + 1 : length;
    }

    private static int escapeLength(String text, int start, boolean jsonEscaped, boolean percentEncoded) {
        char first = text.charAt(start);
        if (jsonEscaped && first == '\\' && start + 1 < text.length()) {
            boolean isUnicode = text.charAt(start + 1) == 'u' && isHex(text, start + 2, start + UNICODE_ESCAPE_LENGTH);
            return isUnicode ? UNICODE_ESCAPE_LENGTH : 2;
        }
        boolean isPercent = percentEncoded && first == '%' && isHex(text, start + 1, start + PERCENT_ESCAPE_LENGTH);
        return isPercent ? PERCENT_ESCAPE_LENGTH : 1;
    }

    private static char decode(String text, int start, int length) {
        return switch (length) {
            case UNICODE_ESCAPE_LENGTH -> (char) Integer.parseInt(text, start + 2, start + length, 16);
            case PERCENT_ESCAPE_LENGTH -> (char) Integer.parseInt(text, start + 1, start + length, 16);
            default -> text.charAt(start + length - 1);
        };
    }

    private static boolean isHex(String text, int from, int to) {
        if (to > text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
