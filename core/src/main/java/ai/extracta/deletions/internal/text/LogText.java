package ai.extracta.deletions.internal.text;

import java.util.regex.Pattern;

/** Server text that may end up in a log. */
public final class LogText {

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private LogText() {}

    /** Prevents log injection: a text of the server cannot start a line of its own. */
    public static String oneLine(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll(" ");
    }
}
