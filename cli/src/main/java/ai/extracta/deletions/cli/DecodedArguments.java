package ai.extracta.deletions.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments as the JVM decoded them, which depends on the locale: without one, as under cron, it is ASCII. */
final class DecodedArguments {

    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private DecodedArguments() {}

    /**
     * Rejects arguments that may differ from what was typed.
     *
     * @param encoding the name of the charset that they were decoded from
     * @throws UsageException if one was damaged, or is not ASCII and was not decoded from UTF-8
     */
    static void requireIntact(List<String> arguments, String encoding) {
        boolean isUtf8 = encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name());
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.indexOf(REPLACEMENT_CHARACTER) >= 0 || (!isUtf8 && !isAscii(argument))) {
                throw new UsageException("argument " + (i + 1) + " is not ASCII and was read as " + encoding
                        + ", so it could be another id than the one typed; set LC_ALL=C.UTF-8 (or another UTF-8"
                        + " locale) and pass it in UTF-8, or write the ids to a file for --from");
            }
        }
    }

    private static boolean isAscii(String argument) {
        return argument.chars().allMatch(character -> character < 128);
    }
}
