package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The progress in a log and on a terminal. */
class ProgressDisplayTest {

    @Test
    void aLineShowsTheProgressAndTheRemainingTime() {
        assertThat(ProgressDisplay.Lines.describe(progress(1_500)))
                .isEqualTo("1,500 of 3,000 done: 1,494 deleted, 1 refused, 2 unknown, 3 not sent; 150/s; 10.0 s left");
    }

    @Test
    void theLastLineShowsNoRemainingTime() {
        assertThat(ProgressDisplay.Lines.describe(progress(3_000))).endsWith("; 300/s");
    }

    @Test
    void theBarShowsFailuresAndStaysOnItsLine() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        try (ProgressDisplay.Bar bar =
                new ProgressDisplay.Bar(new PrintStream(err, true, StandardCharsets.UTF_8), 80, 3_000)) {
            bar.show(progress(1_500));
        }

        String refreshed = err.toString(StandardCharsets.UTF_8).strip();
        assertThat(refreshed.substring(refreshed.lastIndexOf('\r') + 1))
                .startsWith("deleting  50%")
                .endsWith("1 refused 2 unknown 3 not sent")
                .hasSizeLessThanOrEqualTo(80);
    }

    private static BulkProgress progress(long finished) {
        return new BulkProgress(
                finished, 7, finished - 6, 0, 0, 0, 1, 3, 2, Duration.ofSeconds(10), Optional.of(3_000L), false);
    }
}
