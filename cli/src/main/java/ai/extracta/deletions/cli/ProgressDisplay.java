package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.BulkProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress: a bar on a terminal, a line every few seconds elsewhere. */
interface ProgressDisplay extends AutoCloseable {

    /** How often to call {@link #show}. */
    Duration interval();

    void show(BulkProgress progress);

    @Override
    default void close() {}

    static ProgressDisplay on(Terminal terminal, long requests) {
        return terminal.isInteractive()
                ? new Bar(terminal.err(), terminal.columns(), requests)
                : new Lines(terminal.err());
    }

    /**
     * A progress bar, followed by the number of failures. Its width is given: if it queried the terminal, it would
     * handle Ctrl-C itself and end the process immediately.
     */
    final class Bar implements ProgressDisplay {

        private final ProgressBar bar;

        Bar(PrintStream err, int columns, long requests) {
            bar = ProgressBar.builder()
                    .setTaskName("deleting")
                    .setInitialMax(requests)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .setConsumer(new ConsoleProgressBarConsumer(err, columns))
                    .build();
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(200);
        }

        @Override
        public void show(BulkProgress progress) {
            bar.stepTo(progress.finished());
            bar.setExtraMessage(problems(progress));
        }

        @Override
        public void close() {
            bar.close();
        }

        private static String problems(BulkProgress progress) {
            return problem(progress.refused(), "refused")
                    + problem(progress.unknown(), "unknown")
                    + problem(progress.notSent(), "not sent");
        }

        private static String problem(long count, String what) {
            return count == 0 ? "" : String.format(Locale.ROOT, " %,d %s", count, what);
        }
    }

    /** A line every few seconds. */
    final class Lines implements ProgressDisplay {

        private final PrintStream err;

        Lines(PrintStream err) {
            this.err = err;
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void show(BulkProgress progress) {
            err.println(describe(progress));
        }

        static String describe(BulkProgress progress) {
            String total = progress.expectedRequests()
                    .map(all -> String.format(Locale.ROOT, " of %,d", all))
                    .orElse("");
            String left = progress.estimatedTimeRemaining()
                    .filter(time -> !time.isZero())
                    .map(time -> "; " + DurationConverter.describe(time) + " left")
                    .orElse("");
            return String.format(
                    Locale.ROOT,
                    "%,d%s done: %,d deleted, %,d refused, %,d unknown, %,d not sent; %,.0f/s%s",
                    progress.finished(),
                    total,
                    progress.gone(),
                    progress.refused(),
                    progress.unknown(),
                    progress.notSent(),
                    progress.requestsPerSecond(),
                    left);
        }
    }
}
