package ai.extracta.deletions.internal.limit;

import java.time.Duration;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Runs a Mono through a {@link Limiter}. */
final class LimitedMono<T> extends Mono<T> {

    private final Limiter limiter;
    private final Mono<T> source;
    private final Duration maxWait;

    LimitedMono(Limiter limiter, Mono<T> source, Duration maxWait) {
        this.limiter = limiter;
        this.source = source;
        this.maxWait = maxWait;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        limiter.subscribe(source, Durations.capped(maxWait).toNanos(), actual);
    }
}
