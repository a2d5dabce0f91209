package ai.extracta.deletions.cli;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of a run.
 *
 * @param counts the number of requests per category
 * @param calls the number of calls
 * @param elapsed the duration
 * @param failure what ended it early, if anything
 * @param isInterrupted whether Ctrl-C stopped it
 */
record RunSummary(
        Map<ResultCategory, Long> counts,
        long calls,
        Duration elapsed,
        Optional<RuntimeException> failure,
        boolean isInterrupted) {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    long count(ResultCategory category) {
        return counts.getOrDefault(category, 0L);
    }

    int exitCode() {
        if (isInterrupted) {
            return ExitCodes.INTERRUPTED;
        }
        if (count(ResultCategory.UNKNOWN) > 0) {
            return ExitCodes.UNKNOWN;
        }
        if (count(ResultCategory.NOT_SENT) > 0 || endedEarly()) {
            return ExitCodes.NOT_SENT;
        }
        return count(ResultCategory.REFUSED) + count(ResultCategory.PREVIOUSLY_REFUSED) > 0
                ? ExitCodes.REFUSED
                : ExitCodes.SUCCESS;
    }

    /** Whether a retry would change nothing. */
    boolean isFinal() {
        return exitCode() == ExitCodes.SUCCESS || exitCode() == ExitCodes.REFUSED;
    }

    /** Whether it ended because of something that concerns all requests, not one. */
    private boolean endedEarly() {
        return isUnauthorized()
                || failure.filter(cause -> !(cause instanceof DeletionException))
                        .isPresent();
    }

    private boolean isUnauthorized() {
        return failure.filter(ResponseException.class::isInstance)
                .map(failed -> ((ResponseException) failed).status())
                .filter(status -> status == UNAUTHORIZED || status == FORBIDDEN)
                .isPresent();
    }

    /** Whether the last calls could not connect. */
    boolean isUnreachable() {
        return failure.filter(TransportFailedException.class::isInstance)
                .map(failed -> ((TransportFailedException) failed).outcome())
                .filter(Outcome.NOT_SENT::equals)
                .isPresent();
    }

    void print(PrintStream out) {
        long requests = counts.values().stream().mapToLong(Long::longValue).sum();
        out.println();
        for (ResultCategory category : ResultCategory.values()) {
            if (category.isAlwaysShown() || count(category) > 0) {
                line(out, category.toString(), count(category));
            }
        }
        line(out, "requests", requests);
        out.printf(
                Locale.ROOT,
                "  %,d %s in %s%n",
                calls,
                calls == 1 ? "call" : "calls",
                DurationConverter.describe(elapsed));
        out.println(closingLine(requests));
    }

    private static void line(PrintStream out, String name, long count) {
        out.printf(Locale.ROOT, "  %-24s %,12d%n", name, count);
    }

    private String closingLine(long requests) {
        if (isInterrupted) {
            return "Stopped before the end.";
        }
        return switch (exitCode()) {
            case ExitCodes.SUCCESS -> deletedLine(requests);
            case ExitCodes.REFUSED -> "Some were refused and are not deleted: fix these requests.";
            case ExitCodes.UNKNOWN -> "Some may or may not be deleted: retry these.";
            default -> notSentLine();
        };
    }

    private String notSentLine() {
        if (isUnauthorized()) {
            return "The server does not accept the key: fix it, then retry.";
        }
        return isUnreachable()
                ? "Not everything was sent: the server cannot be reached; retry the rest when it can."
                : "Not everything was sent: retry the rest.";
    }

    private String deletedLine(long requests) {
        if (count(ResultCategory.DRY_RUN) > 0) {
            return "Dry run: nothing was sent.";
        }
        return requests == 1 ? "It is deleted." : String.format(Locale.ROOT, "All %,d are deleted.", requests);
    }
}
