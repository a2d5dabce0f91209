package ai.extracta.deletions.cli;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.ResponseException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param fates how many requests met which fate
 * @param calls how many calls were made
 * @param elapsed how long it took
 * @param failure what ended it early, if anything
 * @param isInterrupted whether it was stopped from outside
 */
record Report(
        Map<Fate, Long> fates,
        long calls,
        Duration elapsed,
        Optional<RuntimeException> failure,
        boolean isInterrupted) {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    long count(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    int exitCode() {
        if (isInterrupted) {
            return ExitCodes.INTERRUPTED;
        }
        if (count(Fate.UNKNOWN) > 0) {
            return ExitCodes.UNKNOWN;
        }
        if (count(Fate.NOT_SENT) > 0 || isBroken()) {
            return ExitCodes.NOT_SENT;
        }
        return count(Fate.REFUSED) + count(Fate.REFUSED_BEFORE) > 0 ? ExitCodes.REFUSED : ExitCodes.GONE;
    }

    /** Whether asking again would change nothing. */
    boolean isSettled() {
        return exitCode() == ExitCodes.GONE || exitCode() == ExitCodes.REFUSED;
    }

    /** Whether something ended it that has to do with all requests, not with one. */
    private boolean isBroken() {
        return isAboutTheKey()
                || failure.filter(cause -> !(cause instanceof DeletionException))
                        .isPresent();
    }

    private boolean isAboutTheKey() {
        return failure.filter(ResponseException.class::isInstance)
                .map(refused -> ((ResponseException) refused).status())
                .filter(status -> status == UNAUTHORIZED || status == FORBIDDEN)
                .isPresent();
    }

    void print(PrintStream out) {
        long requests = fates.values().stream().mapToLong(Long::longValue).sum();
        out.println();
        for (Fate fate : Fate.values()) {
            if (fate.isAlwaysShown() || count(fate) > 0) {
                line(out, fate.toString(), count(fate));
            }
        }
        line(out, "requests", requests);
        out.printf(Locale.ROOT, "  %,d %s in %s%n", calls, calls == 1 ? "call" : "calls", TimeSpan.describe(elapsed));
        out.println(verdict(requests));
    }

    private static void line(PrintStream out, String name, long count) {
        out.printf(Locale.ROOT, "  %-24s %,12d%n", name, count);
    }

    private String verdict(long requests) {
        if (isInterrupted) {
            return "Stopped before the end.";
        }
        return switch (exitCode()) {
            case ExitCodes.GONE -> gone(requests);
            case ExitCodes.REFUSED -> "Some were refused and are not gone: mend these requests.";
            case ExitCodes.UNKNOWN -> "Some may or may not be gone: ask again for these to settle it.";
            default ->
                isAboutTheKey()
                        ? "The server does not accept the key: mend it, then ask again."
                        : "Not everything was sent: ask again for the rest.";
        };
    }

    private String gone(long requests) {
        if (count(Fate.DRY_RUN) > 0) {
            return "Dry run: nothing was sent.";
        }
        return requests == 1 ? "It is gone." : String.format(Locale.ROOT, "All %,d are gone.", requests);
    }
}
