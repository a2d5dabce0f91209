package ai.extracta.deletions;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Countable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is tried again, how often, and after which pause. Immutable.
 *
 * <p>Pauses grow exponentially, with full jitter unless {@link #withJitter(double) set otherwise}. A server's
 * {@code retry-after} is honoured instead where there is one, up to {@link #withMaxRetryAfter a limit}. A pause that would go past the call's deadline is not begun: the call then fails
 * at once with what it knows.
 *
 * <p>Whatever the policy covers, a 401 is followed at once by another attempt if the key comes from
 * {@linkplain ApiKey#supplier(Supplier) a supplier} that has another one by then: at most once per call, within the number of
 * attempts, and never with {@link #none()}.
 *
 * @since 0.1.0
 */
public final class RetryPolicy {

    private static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofSeconds(30);

    private enum Scope {
        NOTHING,
        CERTAINLY_NOT_DELETED,
        UNKNOWN_TOO,
        CONDITION
    }

    private final Scope scope;
    private final Predicate<? super DeletionException> condition;
    private final int maxAttempts;
    private final Backoff backoff;
    private final Duration maxRetryAfter;

    private RetryPolicy(
            Scope scope,
            Predicate<? super DeletionException> condition,
            int maxAttempts,
            Backoff backoff,
            Duration maxRetryAfter) {
        this.scope = scope;
        this.condition = condition;
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
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

    /**
     * Tries up to 3 times where a condition holds, and nowhere else.
     *
     * <pre>{@code
     * RetryPolicy.when(failure -> failure.outcome() == Outcome.NOT_SENT
     *         || failure instanceof ResponseException answered && answered.status() == 503)
     * }</pre>
     *
     * <p>The condition is given each failed attempt by itself, with the outcome of that attempt alone; and, as a
     * {@link CallRejectedException}, what this side did not let go out, such as for want of a key. It is not asked once
     * there is no attempt or no time left, or the client is closed. It must not block. If it throws, the call fails with
     * what it knows, and what was thrown is suppressed in that.
     *
     * @param condition whether to try again after a failure
     * @return the policy
     */
    public static RetryPolicy when(Predicate<? super DeletionException> condition) {
        Objects.requireNonNull(condition, "condition");
        return new RetryPolicy(Scope.CONDITION, condition, 3, Backoff.DEFAULT, DEFAULT_MAX_RETRY_AFTER);
    }

    private static RetryPolicy with(Scope scope, int maxAttempts) {
        return new RetryPolicy(scope, failure -> false, maxAttempts, Backoff.DEFAULT, DEFAULT_MAX_RETRY_AFTER);
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
        return new RetryPolicy(scope, condition, attempts, backoff, maxRetryAfter);
    }

    /**
     * Changes the pauses. Their length begins at the minimum and doubles up to the maximum; how much of it is random says
     * {@link #withJitter(double)}.
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
        return with(new Backoff(min, max, backoff.jitter()));
    }

    /**
     * Changes how much of a pause is random, so that callers that failed together do not come back together. A pause that
     * the server asks for is not changed by it.
     *
     * @param jitter from 0, every pause has exactly its length, to 1, a pause is anything from nothing to its length; 1 by
     *     default
     * @return a changed copy
     * @throws IllegalArgumentException if it is not in that range
     */
    public RetryPolicy withJitter(double jitter) {
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is " + jitter + "; it must be from 0 to 1");
        }
        return with(new Backoff(backoff.min(), backoff.max(), jitter));
    }

    private RetryPolicy with(Backoff changed) {
        return new RetryPolicy(scope, condition, maxAttempts, changed, maxRetryAfter);
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
        return new RetryPolicy(scope, condition, maxAttempts, backoff, max);
    }

    /** Whether to try again. Throws what the condition throws. */
    boolean allowsAnother(AttemptFailure failure, int failures, Supplier<DeletionException> asException) {
        return failures < maxAttempts
                && failure.mayBeTriedAgain()
                && switch (scope) {
                    case NOTHING -> false;
                    case CERTAINLY_NOT_DELETED -> failure.isSafeToRetry();
                    case UNKNOWN_TOO -> failure.isSafeToRetry() || failure.outcome() == Outcome.UNKNOWN;
                    case CONDITION -> condition.test(asException.get());
                };
    }

    /** Whether to try another key at once, should there be one. */
    boolean allowsAnotherKey(int failures) {
        return failures < maxAttempts && scope != Scope.NOTHING;
    }

    /** How long to wait after a failure; what the server asks for is never undercut but by the limit. */
    Duration pauseAfter(AttemptFailure failure, int failures, DoubleSupplier random) {
        return failure.retryAfter()
                .map(asked -> asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked)
                .orElseGet(() -> backoff.after(failures, random));
    }

    @Override
    public String toString() {
        return "RetryPolicy[" + scope + ", maxAttempts=" + maxAttempts + ", " + backoff + ", maxRetryAfter="
                + maxRetryAfter + "]";
    }
}
