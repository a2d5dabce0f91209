package ai.extracta.deletions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All texts that a receipt or an exception reports.
 *
 * @param message the message of the exception, empty for a receipt
 * @param texts all texts
 */
record ReportedText(String message, List<String> texts) {

    static final String KEY = "k3y/0123456789+abcdef";

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final Pattern URI_ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    static ReportedText of(DeletionReceipt receipt) {
        return new ReportedText("", List.of(receipt.toString(), receipt.message(), receipt.requestId()));
    }

    static ReportedText of(DeletionException failure) {
        List<String> texts = new ArrayList<>();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        texts.add(trace.toString());
        if (failure instanceof ResponseException response) {
            texts.add(response.serverMessage());
            texts.add(response.body());
            texts.add(response.headers().toString());
            response.headers().forEach((name, value) -> texts.add(name + ": " + value));
        }
        return new ReportedText(String.valueOf(failure.getMessage()), texts);
    }

    /** Detects log injection. */
    ReportedText isSingleLine() {
        assertThat(message).doesNotContainPattern(CONTROL);
        return this;
    }

    void containsNoKey() {
        for (String text : texts) {
            assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(KEY);
            assertThat(unescaped(text).toLowerCase(Locale.ROOT)).doesNotContain(KEY);
        }
    }

    /** The text with escapes of JSON and URIs decoded. */
    static String unescaped(String text) {
        String plain = UNICODE_ESCAPE
                .matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        return URI_ESCAPE
                .matcher(plain)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                .replace("\\/", "/");
    }
}
