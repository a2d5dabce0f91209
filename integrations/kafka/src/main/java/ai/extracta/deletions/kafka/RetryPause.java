package ai.extracta.deletions.kafka;

import java.time.Duration;

/** How long what failed is held: twice as long after each round in which nothing succeeded. */
final class RetryPause {

    private final Duration min;
    private final Duration max;
    private Duration current;
    private boolean hasSucceeded;

    RetryPause(Duration min, Duration max) {
        this.min = min;
        this.max = max;
        this.current = min;
    }

    Duration current() {
        return current;
    }

    void onSuccess() {
        hasSucceeded = true;
        current = min;
    }

    /** A stream of deletions has ended. */
    void onRound() {
        if (!hasSucceeded) {
            Duration twice = current.multipliedBy(2);
            current = twice.compareTo(max) < 0 ? twice : max;
        }
        hasSucceeded = false;
    }
}
