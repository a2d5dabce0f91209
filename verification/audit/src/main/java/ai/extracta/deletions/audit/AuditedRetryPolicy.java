package ai.extracta.deletions.audit;

import ai.extracta.deletions.RetryPolicy;
import java.time.Duration;

/** A retry policy under audit, with short pauses: the simulator recovers within milliseconds. */
enum AuditedRetryPolicy {
    SAFE("safe"),
    INCLUDING_UNKNOWN("includingUnknown"),
    NONE("none");

    private static final int MAX_ATTEMPTS = 10;
    private static final Duration MIN_BACKOFF = Duration.ofMillis(1);
    private static final Duration MAX_BACKOFF = Duration.ofMillis(20);
    private static final Duration MAX_RETRY_AFTER = Duration.ofMillis(2);

    private final String label;

    AuditedRetryPolicy(String label) {
        this.label = label;
    }

    RetryPolicy toRetryPolicy() {
        RetryPolicy base =
                switch (this) {
                    case SAFE -> RetryPolicy.safe();
                    case INCLUDING_UNKNOWN -> RetryPolicy.includingUnknown().withMaxAttempts(MAX_ATTEMPTS);
                    case NONE -> RetryPolicy.none();
                };
        return base.withBackoff(MIN_BACKOFF, MAX_BACKOFF).withMaxRetryAfter(MAX_RETRY_AFTER);
    }

    /** Whether retries resolve UNKNOWN once the server has recovered. */
    boolean resolvesUnknown() {
        return this == INCLUDING_UNKNOWN;
    }

    @Override
    public String toString() {
        return label;
    }
}
