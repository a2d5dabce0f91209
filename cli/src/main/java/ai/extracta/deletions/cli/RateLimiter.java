package ai.extracta.deletions.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Limits a stream to a number of elements per second, without bursts after a pause. */
final class RateLimiter {

    private final double permitsPerSecond;
    private final Scheduler timer;

    RateLimiter(double permitsPerSecond, Scheduler timer) {
        this.permitsPerSecond = permitsPerSecond;
        this.timer = timer;
    }

    <T> Flux<T> limit(Flux<T> source) {
        return Flux.defer(() -> {
            AtomicLong nextPermit = new AtomicLong(now());
            return source.concatMap(element -> Mono.just(element).delayElement(reserve(nextPermit), timer), 1);
        });
    }

    /** Reserves the next permit and returns the delay until then. */
    private Duration reserve(AtomicLong nextPermit) {
        long now = now();
        long permitAt = Math.max(now, nextPermit.get());
        nextPermit.set(permitAt + Math.round(1e9 / permitsPerSecond));
        return Duration.ofNanos(permitAt - now);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
