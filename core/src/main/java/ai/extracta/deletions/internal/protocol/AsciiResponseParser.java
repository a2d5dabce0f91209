package ai.extracta.deletions.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that looks just as it is documented (API documentation, pages 4.1 to 4.3): one object of {@code status} and
 * {@code message}, each at most once, both texts of printable ASCII without escapes. Of anything else it says nothing, so that a
 * parser, which costs a good part of what the whole call may, reads only that.
 */
final class AsciiResponseParser {

    private final ByteBuffer body;
    private int at;

    private AsciiResponseParser(ByteBuffer body) {
        this.body = body;
        this.at = body.position();
    }

    /** Leaves the buffer as it is. */
    static Optional<ResponseBody> read(ByteBuffer body) {
        return Optional.ofNullable(new AsciiResponseParser(body).read());
    }

    private @Nullable ResponseBody read() {
        if (!takesSign('{')) {
            return null;
        }
        String status = null;
        String message = null;
        do {
            boolean isStatus = status == null && takes("\"status\"");
            if (!isStatus && (message != null || !takes("\"message\""))) {
                return null;
            }
            String value = value();
            if (value == null) {
                return null;
            }
            status = isStatus ? value : status;
            message = isStatus ? message : value;
        } while (takesSign(','));
        boolean isWhole = takesSign('}') && isAtEnd();
        return isWhole && status != null
                ? new ResponseBody(status.equals("success"), message == null ? "" : message, "")
                : null;
    }

    /** What stands after a colon, or null if it is no such text. */
    private @Nullable String value() {
        if (!takesSign(':')) {
            return null;
        }
        if (takes("\"success\"")) {
            return "success";
        }
        if (!takesSign('"')) {
            return null;
        }
        int from = at;
        while (at < body.limit() && isPlain(body.get(at))) {
            at++;
        }
        byte[] text = new byte[at - from];
        body.get(from, text);
        return takesSign('"') ? new String(text, StandardCharsets.US_ASCII) : null;
    }

    private boolean takes(String token) {
        skipSpace();
        if (token.length() > body.limit() - at) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            if (body.get(at + i) != token.charAt(i)) {
                return false;
            }
        }
        at += token.length();
        return true;
    }

    private boolean takesSign(char sign) {
        skipSpace();
        boolean isThere = at < body.limit() && body.get(at) == sign;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == body.limit();
    }

    /** RFC 8259 section 2. */
    private void skipSpace() {
        while (at < body.limit() && isSpace(body.get(at))) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b <= '~' && b != '"' && b != '\\';
    }
}
