package ai.extracta.deletions;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Countable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is tried again, how often, and after which pause. Immutable.
 *
 * <p>Pauses grow exponentially with full jitter. A server's {@code retry-after} is honoured instead where there is one, up
 * to {@link #withMaxRetryAfter a limit}. A pause that would go past the call's deadline is not begun: the call then fails
 * at once with what it knows.
 *
 * @since 0.1.0
 */
public final class RetryPolicy {

    private enum Scope {
        NOTHING,
        CERTAINLY_NOT_DELETED,
        UNKNOWN_TOO
    }

    private final Scope scope;
    private final int maxAttempts;
    private final Duration minBackoff;
    private final Duration maxBackoff;
    private final Duration maxRetryAfter;

    private RetryPolicy(
            Scope scope, int maxAttempts, Duration minBackoff, Duration maxBackoff, Duration maxRetryAfter) {
        this.scope = scope;
        this.maxAttempts = maxAttempts;
        this.minBackoff = Countable.of(minBackoff);
        this.maxBackoff = Countable.of(maxBackoff);
        this.maxRetryAfter = Countable.of(maxRetryAfter);
    }

    /**
     * Tries nothing again.
     *
     * @return the policy
     */
    public static RetryPolicy none() {
        return with(Scope.NOTHING, 1);
    }

    /**
     * Tries up to 3 times, only where the deletion certainly did not happen and trying again can help: no connection, no
     * address, no free connection, 429, and 503 with {@code retry-after}. The default.
     *
     * @return the policy
     */
    public static RetryPolicy safe() {
        return with(Scope.CERTAINLY_NOT_DELETED, 3);
    }

    /**
     * Tries up to 3 times, also where the outcome is unknown. Deleting twice does no harm, so this settles most unknown
     * outcomes; what a retention job wants.
     *
     * @return the policy
     */
    public static RetryPolicy includingUnknown() {
        return with(Scope.UNKNOWN_TOO, 3);
    }

    private static RetryPolicy with(Scope scope, int maxAttempts) {
        return new RetryPolicy(
                scope, maxAttempts, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /**
     * Changes how many attempts a call makes at most, the first included.
     *
     * @param attempts at least 1
     * @return a changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public RetryPolicy withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + attempts + "; it must be at least 1");
        }
        return new RetryPolicy(scope, attempts, minBackoff, maxBackoff, maxRetryAfter);
    }

    /**
     * Changes the pauses: each is a random part of a length that begins at the minimum and doubles up to the maximum.
     *
     * @param min the length before the second attempt, 200 milliseconds by default
     * @param max the length that is never exceeded, 5 seconds by default
     * @return a changed copy
     * @throws IllegalArgumentException if one is negative or the minimum is above the maximum
     */
    public RetryPolicy withBackoff(Duration min, Duration max) {
        if (min.isNegative() || min.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "the backoff is from " + min + " to " + max + "; it must not be negative or end before it begins");
        }
        return new RetryPolicy(scope, maxAttempts, min, max, maxRetryAfter);
    }

    /**
     * Changes how long a server's {@code retry-after} is honoured at most, 30 seconds by default.
     *
     * @param max not negative
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy withMaxRetryAfter(Duration max) {
        Objects.requireNonNull(max, "max");
        if (max.isNegative()) {
            throw new IllegalArgumentException("maxRetryAfter is " + max + "; it must not be negative");
        }
        return new RetryPolicy(scope, maxAttempts, minBackoff, maxBackoff, max);
    }

    boolean allowsAnother(AttemptFailure failure, int attemptsMade) {
        boolean covered =
                switch (scope) {
                    case NOTHING -> false;
                    case CERTAINLY_NOT_DELETED -> failure.isSafeToRetry();
                    case UNKNOWN_TOO -> failure.isSafeToRetry() || failure.outcome() == Outcome.UNKNOWN;
                };
        return covered && attemptsMade < maxAttempts;
    }

    /** How long to wait after a failure; what the server asks for is never undercut but by the limit. */
    Duration pauseAfter(AttemptFailure failure, int attemptsMade) {
        return failure.retryAfter()
                .map(asked -> asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked)
                .orElseGet(() -> backoff(attemptsMade));
    }

    private Duration backoff(int attemptsMade) {
        long longest = maxBackoff.toNanos();
        long length = minBackoff.toNanos();
        for (int i = 1; i < attemptsMade && length < longest; i++) {
            length = length > longest / 2 ? longest : length * 2;
        }
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.min(length, longest) + 1));
    }

    @Override
    public String toString() {
        return "RetryPolicy[" + scope + ", maxAttempts=" + maxAttempts + ", backoff=" + minBackoff + ".." + maxBackoff
                + ", maxRetryAfter=" + maxRetryAfter + "]";
    }
}
