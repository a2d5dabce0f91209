package ai.extracta.deletions.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The first line of a ledger, which names the format and its version. */
final class LedgerHeader {

    static final int CURRENT_VERSION = 2;

    private static final String FORMAT = "{\"format\":\"extracta-deletions-ledger\",\"version\":";

    /** The first line of every ledger that this version of the SDK writes. */
    static final byte[] CURRENT = LedgerLine.of(FORMAT + CURRENT_VERSION + "}");

    static final byte[] VERSION_1 = LedgerLine.of(FORMAT + "1}");

    private static final byte[] UTF_8_MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);

    private LedgerHeader() {}

    /** Whether a crash may have left this beginning of a header. */
    static boolean isIncomplete(byte[] start) {
        return start.length < CURRENT.length && Arrays.equals(start, Arrays.copyOf(CURRENT, start.length));
    }

    /** Why a file with this beginning, of the length of the header, cannot be read. */
    static String problemWith(byte[] start) {
        String conversion = conversionOf(start);
        if (!conversion.isEmpty()) {
            return " is a deletion ledger that a program has converted: " + conversion
                    + ". Restore it from a copy, or convert it back";
        }
        return isOtherVersion(start)
                ? " is a ledger of another version; use the version of the SDK that wrote it"
                : " is not a deletion ledger, or its first line is damaged; name a file that does not exist yet";
    }

    /** What an editor, a shell or a file transfer in text mode does to a file; empty if it is none of that. */
    private static String conversionOf(byte[] start) {
        return List.of(CURRENT, VERSION_1).stream()
                .map(header -> conversionOf(start, header))
                .filter(conversion -> !conversion.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String conversionOf(byte[] start, byte[] header) {
        if (start.length == header.length && isEqual(start, 0, header, header.length - 1)) {
            return start[header.length - 1] == '\r' ? "its lines end in CR LF instead of LF" : "";
        }
        if (start.length > UTF_8_MARK.length
                && isEqual(start, UTF_8_MARK.length, header, start.length - UTF_8_MARK.length)) {
            return "it begins with a byte order mark";
        }
        return Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                        .map(charset -> new String(start, charset).getBytes(StandardCharsets.UTF_8))
                        .anyMatch(text ->
                                text.length > FORMAT.length() / 2 && isEqual(text, 0, header, FORMAT.length() / 2))
                ? "it is UTF-16 instead of UTF-8"
                : "";
    }

    private static boolean isEqual(byte[] bytes, int from, byte[] header, int length) {
        return Arrays.equals(bytes, from, from + length, header, 0, length);
    }

    private static boolean isOtherVersion(byte[] start) {
        return new String(start, StandardCharsets.UTF_8).startsWith(FORMAT, LedgerLine.PREFIX);
    }
}
