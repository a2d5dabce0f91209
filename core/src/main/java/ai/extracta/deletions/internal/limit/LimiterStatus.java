package ai.extracta.deletions.internal.limit;

import java.time.Duration;

/** A snapshot of a {@link Limiter}. The remaining pause is zero if there is none. */
public record LimiterStatus(boolean closed, int inFlight, int limit, int queued, Duration remainingPause) {}
