package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.BulkProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far it is: a bar for a person, a line now and then for a log. */
interface ProgressDisplay extends AutoCloseable {

    /** How often to be told. */
    Duration interval();

    void show(BulkProgress progress);

    @Override
    default void close() {}

    static ProgressDisplay on(Shell shell, long requests) {
        return shell.isInteractive() ? new Bar(shell.err(), requests) : new Lines(shell.err());
    }

    private static String problems(BulkProgress progress) {
        return String.format(
                Locale.ROOT,
                "%,d refused, %,d unknown, %,d not sent",
                progress.refused(),
                progress.unknown(),
                progress.notSent());
    }

    /** A bar that moves. */
    final class Bar implements ProgressDisplay {

        private final ProgressBar bar;

        Bar(PrintStream err, long requests) {
            bar = ProgressBar.builder()
                    .setTaskName("deleting")
                    .setInitialMax(requests)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(err))
                    .build();
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(200);
        }

        @Override
        public void show(BulkProgress progress) {
            bar.stepTo(progress.finished());
            if (progress.finished() > progress.gone() + progress.skipped()) {
                bar.setExtraMessage(problems(progress));
            }
        }

        @Override
        public void close() {
            bar.close();
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
            String total = progress.expected()
                    .map(all -> String.format(Locale.ROOT, " of %,d", all))
                    .orElse("");
            String left = progress.remaining()
                    .filter(time -> !time.isZero())
                    .map(time -> "; " + TimeSpan.describe(time) + " left")
                    .orElse("");
            return String.format(
                    Locale.ROOT,
                    "%,d%s done: %,d gone, %s; %,.0f/s%s",
                    progress.finished(),
                    total,
                    progress.gone(),
                    problems(progress),
                    progress.perSecond(),
                    left);
        }
    }
}
