package ai.extracta.deletions.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Lets through so many elements a second and no more, also after a pause. */
final class Pace {

    private final double perSecond;
    private final Scheduler timer;

    Pace(double perSecond, Scheduler timer) {
        this.perSecond = perSecond;
        this.timer = timer;
    }

    <T> Flux<T> of(Flux<T> source) {
        return Flux.defer(() -> {
            AtomicLong free = new AtomicLong(now());
            return source.concatMap(element -> Mono.just(element).delayElement(wait(free), timer), 1);
        });
    }

    /** Books the next moment and says how far off it is. */
    private Duration wait(AtomicLong free) {
        long now = now();
        long moment = Math.max(now, free.get());
        free.set(moment + Math.round(1e9 / perSecond));
        return Duration.ofNanos(moment - now);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
