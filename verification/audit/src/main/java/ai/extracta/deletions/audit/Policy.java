package ai.extracta.deletions.audit;

import ai.extracta.deletions.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;

/** A retry policy under audit, with pauses that suit a server which recovers within milliseconds. */
enum Policy {
    SAFE("safe"),
    INCLUDING_UNKNOWN("includingUnknown"),
    NONE("none");

    private static final int MOST_ATTEMPTS = 10;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMillis(2);

    private final String label;

    Policy(String label) {
        this.label = label;
    }

    static Policy named(String label) {
        return Arrays.stream(values())
                .filter(policy -> policy.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no policy " + label + "; there are safe, includingUnknown and none"));
    }

    RetryPolicy policy() {
        RetryPolicy usual =
                switch (this) {
                    case SAFE -> RetryPolicy.safe();
                    case INCLUDING_UNKNOWN -> RetryPolicy.includingUnknown().withMaxAttempts(MOST_ATTEMPTS);
                    case NONE -> RetryPolicy.none();
                };
        return usual.withBackoff(SHORTEST_PAUSE, LONGEST_PAUSE).withMaxRetryAfter(LONGEST_RETRY_AFTER);
    }

    /** Whether a patient caller must not be left in doubt by a server that recovers. */
    boolean settlesUnknown() {
        return this == INCLUDING_UNKNOWN;
    }

    @Override
    public String toString() {
        return label;
    }
}
