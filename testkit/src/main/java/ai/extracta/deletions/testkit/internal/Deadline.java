package ai.extracta.deletions.testkit.internal;

import java.time.Duration;

/** A moment in the future on the monotonic clock; a limit beyond centuries is cut rather than overflowing. */
public record Deadline(long nanoTime) {

    private static final Duration MAX_TIMEOUT = Duration.ofDays(36_500);

    public static Deadline in(Duration timeout) {
        Duration bounded = timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    public long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /** Rounded up, so that waiting this long never ends too early; 0 once the moment has passed. */
    public int remainingMillis() {
        long millis = (Math.max(0, remainingNanos()) + 999_999) / 1_000_000;
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
