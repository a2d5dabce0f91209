package ai.extracta.deletions.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The line format: the CRC-32C of the JSON in eight hexadecimal digits, a space, the JSON, a line feed. */
final class LedgerLine {

    /** Where the JSON begins. */
    static final int PREFIX = 9;

    /** Takes the place of the checksum until the JSON is known. */
    static final String START = " ".repeat(PREFIX);

    private static final int MIN_LENGTH = PREFIX + "{}".length() + 1;

    private LedgerLine() {}

    static byte[] of(String json) {
        return withChecksum((START + json + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Puts the checksum in the place of {@link #START}. */
    static byte[] withChecksum(byte[] line) {
        System.arraycopy(prefix(line, 0), 0, line, 0, PREFIX);
        return line;
    }

    static boolean isIntact(byte[] line) {
        return isIntactFrom(line, 0);
    }

    /** Whether it contains an intact line after its beginning, as where a line feed was lost. */
    static boolean endsInIntact(byte[] line) {
        for (int from = 1; from <= line.length - MIN_LENGTH; from++) {
            if (line[from + PREFIX] == '{' && isIntactFrom(line, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIntactFrom(byte[] line, int from) {
        return line.length - from >= MIN_LENGTH
                && line[line.length - 1] == '\n'
                && line[from + PREFIX - 1] == ' '
                && Arrays.equals(line, from, from + PREFIX, prefix(line, from), 0, PREFIX);
    }

    private static byte[] prefix(byte[] line, int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(line, from + PREFIX, line.length - from - PREFIX - 1);
        return (HexFormat.of().toHexDigits((int) checksum.getValue()) + " ").getBytes(StandardCharsets.US_ASCII);
    }
}
