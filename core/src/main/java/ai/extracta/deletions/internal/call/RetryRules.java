package ai.extracta.deletions.internal.call;

import static ai.extracta.deletions.internal.limit.Durations.capped;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A retry policy. */
public record RetryRules(
        Mode mode,
        Predicate<? super DeletionException> condition,
        int maxAttempts,
        Backoff backoff,
        Duration maxRetryAfter) {

    public enum Mode {
        NONE,
        SAFE,
        INCLUDING_UNKNOWN,
        CUSTOM
    }

    public RetryRules {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; it must be at least 1");
        }
        if (maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("maxRetryAfter is " + maxRetryAfter + "; it must not be negative");
        }
        maxRetryAfter = capped(maxRetryAfter);
    }

    /** With the default backoff and limits. */
    public static RetryRules of(Mode mode, Predicate<? super DeletionException> condition) {
        return new RetryRules(mode, condition, mode == Mode.NONE ? 1 : 3, Backoff.DEFAULT, Duration.ofSeconds(30));
    }

    public static RetryRules of(Mode mode) {
        return of(mode, failure -> false);
    }

    public RetryRules withMaxAttempts(int changed) {
        return new RetryRules(mode, condition, changed, backoff, maxRetryAfter);
    }

    public RetryRules withBackoff(Backoff changed) {
        return new RetryRules(mode, condition, maxAttempts, changed, maxRetryAfter);
    }

    public RetryRules withMaxRetryAfter(Duration changed) {
        return new RetryRules(mode, condition, maxAttempts, backoff, changed);
    }

    /** Throws what the condition throws. */
    boolean allowsRetry(AttemptException failure, int failures, Supplier<DeletionException> asException) {
        return failures < maxAttempts
                && !failure.isPermanent()
                && switch (mode) {
                    case NONE -> false;
                    case SAFE -> failure.isSafeToRetry();
                    case INCLUDING_UNKNOWN -> failure.isSafeToRetry() || failure.outcome() == Outcome.UNKNOWN;
                    case CUSTOM -> condition.test(asException.get());
                };
    }

    boolean allowsKeyRefresh(int failures) {
        return failures < maxAttempts && mode != Mode.NONE;
    }

    /** The server's Retry-After, capped at {@code maxRetryAfter}, but at least the backoff. */
    Duration delayAfter(AttemptException failure, int failures, DoubleSupplier random) {
        Duration delay = backoff.delayAfter(failures, random);
        return failure.retryAfter()
                .map(requested -> requested.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : requested)
                .filter(requested -> requested.compareTo(delay) > 0)
                .orElse(delay);
    }
}
