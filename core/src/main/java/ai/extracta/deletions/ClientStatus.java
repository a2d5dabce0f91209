package ai.extracta.deletions;

import java.time.Duration;

/**
 * What a client and its views are doing: a snapshot, for health checks and dashboards.
 *
 * @param closed whether no new call starts, because the client is closed or closing
 * @param inFlight how many attempts are in flight
 * @param maxInFlight how many may be, at the moment
 * @param queued how many calls wait for a slot
 * @param remainingPause for how long no further attempt starts, because the server responded 429, or 503 with {@code
 *     Retry-After}; zero if the client is not paused
 * @since 0.1.0
 */
public record ClientStatus(boolean closed, int inFlight, int maxInFlight, int queued, Duration remainingPause) {}
