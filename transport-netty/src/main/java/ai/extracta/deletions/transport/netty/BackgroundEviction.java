package ai.extracta.deletions.transport.netty;

import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Evicts idle connections on the event loops where Reactor Netty offers the choice. Its own scheduler, since 1.3, is
 * static, and its thread never ends.
 */
final class BackgroundEviction {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Since Reactor Netty 1.3.2; before, the pool uses Reactor's parallel scheduler. */
    private static final boolean HAS_SCHEDULER = hasScheduler();

    private BackgroundEviction() {}

    static ConnectionProvider.Builder schedule(ConnectionProvider.Builder pool, LoopResources loops) {
        return HAS_SCHEDULER ? pool.evictInBackground(INTERVAL, onEventLoops(loops)) : pool.evictInBackground(INTERVAL);
    }

    private static Scheduler onEventLoops(LoopResources loops) {
        return Schedulers.fromExecutorService(loops.onClient(LoopResources.DEFAULT_NATIVE));
    }

    private static boolean hasScheduler() {
        try {
            ConnectionProvider.builder("probe").evictInBackground(INTERVAL, Schedulers.immediate());
            return true;
        } catch (NoSuchMethodError missing) {
            return false;
        }
    }
}
