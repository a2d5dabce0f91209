package ai.extracta.deletions.bulk;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a stream of deletions is worked off. Immutable.
 *
 * <pre>{@code
 * BulkOptions.builder().concurrency(32).ledger(FileLedger.open(path)).build()
 * }</pre>
 *
 * <p>What a single call does, its retries and its deadlines, is the client's: {@code deletions
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
    private final boolean failFast;
    private final boolean stopOnUnauthorized;
    private final boolean dryRun;
    private final @Nullable DeletionLedger ledger;
    private final Consumer<? super BulkProgress> progressListener;
    private final Duration progressInterval;
    private final @Nullable Long expected;

    private BulkOptions(Builder builder) {
        this.window = builder.window;
        this.linger = builder.linger;
        this.concurrency = builder.concurrency;
        this.maxFilesPerCall = builder.maxFilesPerCall;
        this.bisectRefused = builder.bisectRefused;
        this.failFast = builder.failFast;
        this.stopOnUnauthorized = builder.stopOnUnauthorized;
        this.dryRun = builder.dryRun;
        this.ledger = builder.ledger;
        this.progressListener = builder.progressListener;
        this.progressInterval = builder.progressInterval;
        this.expected = builder.expected;
    }

    /**
     * Returns the defaults, which {@link Builder} names.
     *
     * @return the options
     */
    public static BulkOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how many requests are planned together.
     *
     * @return the number
     */
    public int window() {
        return window;
    }

    /**
     * Returns how long a request waits for others to be planned with.
     *
     * @return the time
     */
    public Duration linger() {
        return linger;
    }

    /**
     * Returns how many calls run at a time.
     *
     * @return the number
     */
    public int concurrency() {
        return concurrency;
    }

    /**
     * Returns how many files one call may name.
     *
     * @return the number
     */
    public int maxFilesPerCall() {
        return maxFilesPerCall;
    }

    /**
     * Returns whether a refused call for several files is tried again in halves.
     *
     * @return whether
     */
    public boolean bisectRefused() {
        return bisectRefused;
    }

    /**
     * Returns whether the first failure ends the stream.
     *
     * @return whether
     */
    public boolean failFast() {
        return failFast;
    }

    /**
     * Returns whether the first 401 or 403 ends the stream.
     *
     * @return whether
     */
    public boolean stopOnUnauthorized() {
        return stopOnUnauthorized;
    }

    /**
     * Returns whether everything happens but the sending.
     *
     * @return whether
     */
    public boolean dryRun() {
        return dryRun;
    }

    /**
     * Returns what remembers across crashes.
     *
     * @return the ledger, empty if there is none
     */
    public Optional<DeletionLedger> ledger() {
        return Optional.ofNullable(ledger);
    }

    /**
     * Returns who hears how far the stream is.
     *
     * @return the listener
     */
    public Consumer<? super BulkProgress> progressListener() {
        return progressListener;
    }

    /**
     * Returns how often the listener hears it.
     *
     * @return the time in between; zero if there is no listener
     */
    public Duration progressInterval() {
        return progressInterval;
    }

    /**
     * Returns how many requests there will be.
     *
     * @return the number, empty if that was not said
     */
    public Optional<Long> expected() {
        return Optional.ofNullable(expected);
    }

    @Override
    public String toString() {
        return "BulkOptions[window=" + window + ", linger=" + linger + ", concurrency=" + concurrency
                + ", maxFilesPerCall=" + maxFilesPerCall + ", bisectRefused=" + bisectRefused + ", failFast=" + failFast
                + ", stopOnUnauthorized=" + stopOnUnauthorized + ", dryRun=" + dryRun + ", ledger=" + (ledger != null)
                + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private int window = 5_000;
        private Duration linger = Duration.ofMillis(100);
        private int concurrency = 16;
        private int maxFilesPerCall = DeletionPlan.DEFAULT_MAX_FILES_PER_CALL;
        private boolean bisectRefused = true;
        private boolean failFast;
        private boolean stopOnUnauthorized = true;
        private boolean dryRun;
        private @Nullable DeletionLedger ledger;
        private Consumer<? super BulkProgress> progressListener = progress -> {};
        private Duration progressInterval = Duration.ZERO;
        private @Nullable Long expected;

        private Builder() {}

        /**
         * Sets how many requests are planned together, 5,000 by default. At most twice as many are in memory.
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
         * Sets how long a request waits for others to be planned with, 100 milliseconds by default. A request waits longer
         * only while {@link #concurrency(int)} calls are busy, since it could not be sent anyway.
         *
         * @param time not negative
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder linger(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("linger is " + time + "; it must not be negative");
            }
            this.linger = time;
            return this;
        }

        /**
         * Sets how many calls run at a time, 16 by default. The client's own limit counts as well: the lower of the two is
         * what happens.
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
         * Sets how many files one call may name, 100 by default. The API documents no maximum.
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
         * Sets whether a call for several files that is refused with 400, 404 or 422 is tried again in halves until those
         * that are to blame stand alone. On by default.
         *
         * @param on whether
         * @return this builder
         */
        public Builder bisectRefused(boolean on) {
            this.bisectRefused = on;
            return this;
        }

        /**
         * Sets whether the first failure ends the stream. Off by default. What was sent by then still gets its result, what
         * was taken from the source and not sent gets one as not sent, and then the stream ends with the failure.
         *
         * @param on whether
         * @return this builder
         */
        public Builder failFast(boolean on) {
            this.failFast = on;
            return this;
        }

        /**
         * Sets whether the first 401 or 403 ends the stream, just as {@link #failFast(boolean)} does: whoever is not allowed
         * one deletion is hardly allowed the next. On by default.
         *
         * @param on whether
         * @return this builder
         */
        public Builder stopOnUnauthorized(boolean on) {
            this.stopOnUnauthorized = on;
            return this;
        }

        /**
         * Sets whether everything happens but the sending: the ledger is asked and not written, and every request that would
         * have been sent is {@link DeletionResult.Skipped}. Off by default.
         *
         * @param on whether
         * @return this builder
         */
        public Builder dryRun(boolean on) {
            this.dryRun = on;
            return this;
        }

        /**
         * Sets what remembers across crashes; nothing does by default. It stays the caller's: close it after the stream.
         *
         * @param lent the ledger
         * @return this builder
         */
        public Builder ledger(DeletionLedger lent) {
            this.ledger = Objects.requireNonNull(lent, "lent");
            return this;
        }

        /**
         * Sets who hears how far the stream is: regularly while it runs, and once when it has ended, whichever way. The listener
         * is called by one thread at a time, must not block, and if it throws, that is logged and changes nothing.
         *
         * @param interval the time in between, more than zero
         * @param listener the listener
         * @return this builder
         * @throws IllegalArgumentException if the interval is not more than zero
         */
        public Builder progress(Duration interval, Consumer<? super BulkProgress> listener) {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("interval is " + interval + "; it must be more than zero");
            }
            this.progressInterval = interval;
            this.progressListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Says how many requests there will be, so that the progress can say how long the rest will take.
         *
         * @param requests not negative
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder expected(long requests) {
            if (requests < 0) {
                throw new IllegalArgumentException("expected is " + requests + "; it must not be negative");
            }
            this.expected = requests;
            return this;
        }

        /**
         * Makes the options. The builder can be used again.
         *
         * @return the options
         */
        public BulkOptions build() {
            return new BulkOptions(this);
        }

        private static int requireAtLeast1(String name, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(name + " is " + number + "; it must be at least 1");
            }
            return number;
        }
    }
}
