package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;

/**
 * What a server does with its connections.
 *
 * @param closesAfterResponse whether each response is the last on its connection
 * @param idleTimeout how long an idle connection is kept, zero for ever
 * @param oneWayDelay how long bytes take to the server, and from it
 */
record ServerBehavior(boolean closesAfterResponse, Duration idleTimeout, Duration oneWayDelay) {

    static final ServerBehavior KEEPS_CONNECTIONS = new ServerBehavior(false, Duration.ZERO, Duration.ZERO);
    static final ServerBehavior CLOSES_CONNECTIONS = new ServerBehavior(true, Duration.ZERO, Duration.ZERO);
}
