package ai.extracta.deletions.bulk;

import ai.extracta.deletions.internal.limit.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a stream of deletions. Immutable.
 *
 * <pre>{@code
 * BulkOptions.builder().concurrency(32).ledger(FileLedger.open(path)).build()
 * }</pre>
 *
 * <p>Retries and deadlines of the single calls are those of the client: {@code deletions
 * .withRetryPolicy(RetryPolicy.includingUnknown()).withDeadline(ofMinutes(2)).deleteAll(requests, options)}.
 *
 * @since 0.1.0
 */
public final class BulkOptions {

    private static final BulkOptions DEFAULTS = builder().build();

    private final int window;
    private final Duration linger;
    private final int concurrency;
    private final int maxFilesPerCall;
    private final boolean bisectRefused;
    private final boolean notFoundMeansAbsent;
    private final boolean failFast;
    private final boolean stopOnUnauthorized;
    private final int stopWhenUnreachable;
    private final Duration waitWhenUnreachable;
    private final boolean dryRun;
    private final @Nullable DeletionLedger ledger;
    private final Consumer<? super BulkProgress> progressListener;
    private final Duration progressInterval;
    private final @Nullable Long expectedRequests;

    private BulkOptions(Builder builder) {
        this.window = builder.window;
        this.linger = builder.linger;
        this.concurrency = builder.concurrency;
        this.maxFilesPerCall = builder.maxFilesPerCall;
        this.bisectRefused = builder.bisectRefused;
        this.notFoundMeansAbsent = builder.notFoundMeansAbsent;
        this.failFast = builder.failFast;
        this.stopOnUnauthorized = builder.stopOnUnauthorized;
        this.stopWhenUnreachable = builder.stopWhenUnreachable;
        this.waitWhenUnreachable = builder.waitWhenUnreachable;
        this.dryRun = builder.dryRun;
        this.ledger = builder.ledger;
        this.progressListener = builder.progressListener;
        this.progressInterval = builder.progressInterval;
        this.expectedRequests = builder.expectedRequests;
    }

    /** {@return the defaults, as documented in {@link Builder}} */
    public static BulkOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a new builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many requests are planned together} */
    public int window() {
        return window;
    }

    /** {@return how long an incomplete window waits for more requests} */
    public Duration linger() {
        return linger;
    }

    /** {@return how many calls are in flight at a time} */
    public int concurrency() {
        return concurrency;
    }

    /** {@return how many files one call may name} */
    public int maxFilesPerCall() {
        return maxFilesPerCall;
    }

    /** {@return whether a refused call for several files is retried in halves} */
    public boolean bisectRefused() {
        return bisectRefused;
    }

    /** {@return whether a 404 or 410 means that the target is absent already} */
    public boolean notFoundMeansAbsent() {
        return notFoundMeansAbsent;
    }

    /** {@return whether the first failure ends the stream} */
    public boolean failFast() {
        return failFast;
    }

    /** {@return whether the first 401 or 403 ends the stream} */
    public boolean stopOnUnauthorized() {
        return stopOnUnauthorized;
    }

    /** {@return after how many consecutive calls that could not connect the stream ends, 0 for never} */
    public int stopWhenUnreachable() {
        return stopWhenUnreachable;
    }

    /** {@return how long the stream waits for the server before it ends, zero for not at all} */
    public Duration waitWhenUnreachable() {
        return waitWhenUnreachable;
    }

    /** {@return whether nothing is sent or recorded} */
    public boolean dryRun() {
        return dryRun;
    }

    /** {@return the ledger that lets the stream resume after a crash, empty if there is none} */
    public Optional<DeletionLedger> ledger() {
        return Optional.ofNullable(ledger);
    }

    /** {@return the progress listener} */
    public Consumer<? super BulkProgress> progressListener() {
        return progressListener;
    }

    /** {@return how often progress is reported, zero without a listener} */
    public Duration progressInterval() {
        return progressInterval;
    }

    /** {@return how many requests the source will emit, empty if not set} */
    public Optional<Long> expectedRequests() {
        return Optional.ofNullable(expectedRequests);
    }

    @Override
    public String toString() {
        return "BulkOptions[window=" + window + ", linger=" + linger + ", concurrency=" + concurrency
                + ", maxFilesPerCall=" + maxFilesPerCall + ", bisectRefused=" + bisectRefused
                + ", notFoundMeansAbsent=" + notFoundMeansAbsent + ", failFast=" + failFast
                + ", stopOnUnauthorized=" + stopOnUnauthorized
                + ", stopWhenUnreachable=" + stopWhenUnreachable + ", waitWhenUnreachable=" + waitWhenUnreachable
                + ", dryRun=" + dryRun + ", ledger=" + (ledger != null)
                + "]";
    }

    /**
     * Builds options. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private int window = 5_000;
        private Duration linger = Duration.ofMillis(100);
        private int concurrency = 16;
        private int maxFilesPerCall = DeletionPlan.DEFAULT_MAX_FILES_PER_CALL;
        private boolean bisectRefused = true;
        private boolean notFoundMeansAbsent;
        private boolean failFast;
        private boolean stopOnUnauthorized = true;
        private int stopWhenUnreachable = 16;
        private Duration waitWhenUnreachable = Duration.ZERO;
        private boolean dryRun;
        private @Nullable DeletionLedger ledger;
        private Consumer<? super BulkProgress> progressListener = progress -> {};
        private Duration progressInterval = Duration.ZERO;
        private @Nullable Long expectedRequests;

        private Builder() {}

        /**
         * Sets how many requests are planned together, 5,000 by default. At most twice as many are held in memory.
         *
         * @param requests at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder window(int requests) {
            this.window = requireAtLeast1("window", requests);
            return this;
        }

        /**
         * Sets how long an incomplete window waits for more requests, 100 milliseconds by default. It waits longer only
         * while {@link #concurrency(int)} calls are in flight, since its requests could not be sent anyway.
         *
         * @param time not negative; more than a century counts as a century
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder linger(Duration time) {
            this.linger = requireNotNegative("linger", time);
            return this;
        }

        /**
         * Sets how many calls are in flight at a time, 16 by default. The client's own limit applies as well; the lower
         * of the two wins.
         *
         * @param calls at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder concurrency(int calls) {
            this.concurrency = requireAtLeast1("concurrency", calls);
            return this;
        }

        /**
         * Sets how many files one call may name, {@value DeletionPlan#DEFAULT_MAX_FILES_PER_CALL} by default. The API
         * documents no maximum.
         *
         * @param files at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxFilesPerCall(int files) {
            this.maxFilesPerCall = requireAtLeast1("maxFilesPerCall", files);
            return this;
        }

        /**
         * Sets whether a call for several files that is refused with 400, 404, 410 or 422 is bisected until the files
         * that cause the refusal are isolated. On by default. If all files of such a call are refused for the same
         * reason, calls for the same batch that are refused for that reason as well are only sampled.
         *
         * @param enabled true to enable it
         * @return this builder
         */
        public Builder bisectRefused(boolean enabled) {
            this.bisectRefused = enabled;
            return this;
        }

        /**
         * Treats 404 and 410 as success: what does not exist any more is {@link DeletionResult.AlreadyAbsent} instead
         * of refused. For requests that may be delivered again after their target was deleted. Off by default: a
         * mistyped id then looks like a deleted one.
         *
         * <p>A call for several files that gets such a response is bisected to the end, since a single one of them may
         * be absent: up to two calls for each absent file. A {@link DeletionLedger} saves them.
         *
         * @return this builder
         */
        public Builder notFoundMeansAbsent() {
            this.notFoundMeansAbsent = true;
            return this;
        }

        /**
         * Sets whether the first failure ends the stream. Off by default. Calls in flight still complete, requests that
         * were received but not sent fail as not sent, and then the stream ends with the failure.
         *
         * @param enabled true to enable it
         * @return this builder
         */
        public Builder failFast(boolean enabled) {
            this.failFast = enabled;
            return this;
        }

        /**
         * Sets whether the first 401 or 403 ends the stream, as {@link #failFast(boolean)} does: a caller who may not
         * delete one thing can hardly delete the next. On by default.
         *
         * @param enabled true to enable it
         * @return this builder
         */
        public Builder stopOnUnauthorized(boolean enabled) {
            this.stopOnUnauthorized = enabled;
            return this;
        }

        /**
         * Sets after how many consecutive calls that could not connect the stream ends, as {@link #failFast(boolean)}
         * does; 16 by default. Such a call made all its attempts, and none of them was sent: the host is unknown, there
         * is no connection, the TLS handshake or the proxy failed, or a time limit passed before that.
         *
         * @param consecutiveCalls the number, 0 to never end the stream for that reason
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder stopWhenUnreachable(int consecutiveCalls) {
            if (consecutiveCalls < 0) {
                throw new IllegalArgumentException(
                        "stopWhenUnreachable is " + consecutiveCalls + "; it must not be negative");
            }
            this.stopWhenUnreachable = consecutiveCalls;
            return this;
        }

        /**
         * Sets how long the stream waits for the server after as many calls as {@link #stopWhenUnreachable(int)} says;
         * it does not wait by default. Meanwhile it sends one call a second. When one of them is answered, it
         * continues; when the time has passed, it ends. The last of these calls and those after it are sent again, the
         * earlier ones have failed as not sent.
         *
         * @param time not negative; more than a century counts as a century
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder waitWhenUnreachable(Duration time) {
            this.waitWhenUnreachable = requireNotNegative("waitWhenUnreachable", time);
            return this;
        }

        /**
         * Sets whether to do everything except send: the ledger is read but not written, and every request that would
         * be sent is {@link DeletionResult.Skipped}. Off by default.
         *
         * @param enabled true to enable it
         * @return this builder
         */
        public Builder dryRun(boolean enabled) {
            this.dryRun = enabled;
            return this;
        }

        /**
         * Sets the ledger that lets the stream resume after a crash; there is none by default. The caller keeps
         * ownership: close it after the stream has ended.
         *
         * @param ledger the ledger
         * @return this builder
         */
        public Builder ledger(DeletionLedger ledger) {
            this.ledger = Objects.requireNonNull(ledger, "ledger");
            return this;
        }

        /**
         * Sets the progress listener. It is called periodically while the stream runs, and once when it completes,
         * fails or is cancelled. It is called by one thread at a time and must not block. If it throws, that is logged
         * and ignored.
         *
         * @param interval the time between two calls, positive; more than a century counts as a century
         * @param listener the listener
         * @return this builder
         * @throws IllegalArgumentException if the interval is not positive
         */
        public Builder progress(Duration interval, Consumer<? super BulkProgress> listener) {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("interval is " + interval + "; it must be positive");
            }
            this.progressInterval = Durations.capped(interval);
            this.progressListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets how many requests the source will emit, from which the progress estimates the time remaining.
         *
         * @param requests not negative
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder expectedRequests(long requests) {
            if (requests < 0) {
                throw new IllegalArgumentException("expectedRequests is " + requests + "; it must not be negative");
            }
            this.expectedRequests = requests;
            return this;
        }

        /** {@return the options; the builder can be reused} */
        public BulkOptions build() {
            return new BulkOptions(this);
        }

        private static Duration requireNotNegative(String name, Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(name + " is " + time + "; it must not be negative");
            }
            return Durations.capped(time);
        }

        private static int requireAtLeast1(String name, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(name + " is " + number + "; it must be at least 1");
            }
            return number;
        }
    }
}
