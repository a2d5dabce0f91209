package ai.extracta.deletions;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.call.Backoff;
import ai.extracta.deletions.internal.call.RetryRules;
import ai.extracta.deletions.internal.call.RetryRules.Mode;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is retried, how often, and after which delay. Immutable.
 *
 * <p>Delays grow exponentially, with full jitter unless {@linkplain #withJitter(double) set otherwise}. If the server
 * sends {@code Retry-After}, that is the delay instead, {@linkplain #withMaxRetryAfter capped}. A call whose next delay
 * would exceed its deadline fails immediately.
 *
 * <p>Whatever is retried, a 401 is followed immediately by another attempt if the key comes from {@linkplain
 * ApiKey#supplier(Supplier) a supplier} that returns a different one by then: at most once per call, within the maximum
 * number of attempts, and never with {@link #none()}.
 *
 * @since 0.1.0
 */
public final class RetryPolicy {

    private final RetryRules rules;

    private RetryPolicy(RetryRules rules) {
        this.rules = rules;
    }

    /**
     * Never retries.
     *
     * @return the policy
     */
    public static RetryPolicy none() {
        return new RetryPolicy(RetryRules.of(Mode.NONE));
    }

    /**
     * Makes up to 3 attempts, retrying only if the deletion certainly did not happen and a retry can succeed: no
     * address, no connection, no free connection, 429, and 503 with {@code Retry-After}. The default.
     *
     * @return the policy
     */
    public static RetryPolicy safe() {
        return new RetryPolicy(RetryRules.of(Mode.SAFE));
    }

    /**
     * Makes up to 3 attempts, retrying also if the outcome is unknown. Deletions are idempotent, so this resolves most
     * unknown outcomes; it suits retention jobs.
     *
     * @return the policy
     */
    public static RetryPolicy includingUnknown() {
        return new RetryPolicy(RetryRules.of(Mode.INCLUDING_UNKNOWN));
    }

    /**
     * Makes up to 3 attempts, retrying exactly those failures for which a condition holds.
     *
     * <pre>{@code
     * RetryPolicy.when(failure -> failure.outcome() == Outcome.NOT_SENT
     *         || failure instanceof ResponseException response && response.status() == 503)
     * }</pre>
     *
     * <p>The condition receives each failed attempt by itself, with the outcome of that attempt alone; and, as a {@link
     * CallRejectedException}, each one that was not sent, for lack of a key for example. It is not called if no attempt
     * or no time is left, or if the client is closed. It must not block. If it throws, the call fails, and what was
     * thrown is suppressed in the call's exception.
     *
     * @param condition whether to retry after a failure
     * @return the policy
     */
    public static RetryPolicy when(Predicate<? super DeletionException> condition) {
        return new RetryPolicy(RetryRules.of(Mode.CUSTOM, Objects.requireNonNull(condition, "condition")));
    }

    /**
     * Sets the maximum number of attempts per call, including the first.
     *
     * @param attempts at least 1
     * @return a changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(rules.withMaxAttempts(attempts));
    }

    /**
     * Sets the exponential backoff: the delay starts at the minimum and doubles up to the maximum.
     * {@link #withJitter(double)} sets how much of it is random.
     *
     * @param min the delay before the second attempt, 200 milliseconds by default
     * @param max the upper bound of all delays, 5 seconds by default
     * @return a changed copy
     * @throws IllegalArgumentException if one is negative or the minimum exceeds the maximum
     */
    public RetryPolicy withBackoff(Duration min, Duration max) {
        return new RetryPolicy(
                rules.withBackoff(new Backoff(min, max, rules.backoff().jitter())));
    }

    /**
     * Sets how much of a delay is random, so that callers that failed together do not retry together.
     * {@code Retry-After} is not affected.
     *
     * @param jitter from 0, every delay has its full length, to 1, a delay is anything from zero to its full length; 1
     *     by default
     * @return a changed copy
     * @throws IllegalArgumentException if it is not in that range
     */
    public RetryPolicy withJitter(double jitter) {
        Backoff backoff = rules.backoff();
        return new RetryPolicy(rules.withBackoff(new Backoff(backoff.min(), backoff.max(), jitter)));
    }

    /**
     * Caps the server's {@code Retry-After}, at 30 seconds by default.
     *
     * @param max not negative
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy withMaxRetryAfter(Duration max) {
        return new RetryPolicy(rules.withMaxRetryAfter(Objects.requireNonNull(max, "max")));
    }

    RetryRules rules() {
        return rules;
    }

    @Override
    public String toString() {
        return "RetryPolicy[" + rules.mode() + ", maxAttempts=" + rules.maxAttempts() + ", " + rules.backoff()
                + ", maxRetryAfter=" + rules.maxRetryAfter() + "]";
    }
}
