package ai.extracta.deletions.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Shows control characters instead of sending them to a terminal, which could obey them: text of a server or a file can
 * contain escape sequences. They become <code>\</code><code>u001b</code> and the like, which means the same in JSON.
 */
final class EscapingOutputStream extends FilterOutputStream {

    private static final String ALLOWED = "\t\n\r";

    /**
     * The first byte of the characters U+0080 to U+00BF in UTF-8, of which those below U+00A0 are control characters.
     */
    private static final int LEAD_BYTE = 0xc2;

    private boolean hasLeadByte;

    EscapingOutputStream(OutputStream out) {
        super(out);
    }

    /** Prints in UTF-8 whatever the locale, and flushes after each line. */
    static PrintStream print(OutputStream out) {
        return new PrintStream(new EscapingOutputStream(new BufferedOutputStream(out)), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int octet) throws IOException {
        int value = octet & 0xff;
        if (hasLeadByte) {
            hasLeadByte = false;
            if (value < 0xa0) {
                escape(value);
                return;
            }
            out.write(LEAD_BYTE);
        }
        if (value == LEAD_BYTE) {
            hasLeadByte = true;
        } else if ((value < ' ' && ALLOWED.indexOf(value) < 0) || value == 0x7f) {
            escape(value);
        } else {
            out.write(value);
        }
    }

    private void escape(int character) throws IOException {
        out.write(String.format(Locale.ROOT, "\\u%04x", character).getBytes(StandardCharsets.US_ASCII));
    }
}
