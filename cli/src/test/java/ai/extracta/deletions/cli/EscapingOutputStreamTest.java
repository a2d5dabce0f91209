package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A terminal shows control characters and obeys none. */
class EscapingOutputStreamTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\u001b[2Jx|\\u001b[2Jx",
                "\u0007\u0000\u007f|\\u0007\\u0000\\u007f",
                "\u009b31m\u0080|\\u009b31m\\u0080",
                "B\u00fccher \u00a0\u00bf \u20ac \ud83d\ude00|B\u00fccher \u00a0\u00bf \u20ac \ud83d\ude00",
                "50%\tof\r100%|50%\tof\r100%"
            })
    void onlyControlCharactersAreEscaped(String text, String shown) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = EscapingOutputStream.print(bytes);

        out.println(text);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(shown + System.lineSeparator());
    }
}
