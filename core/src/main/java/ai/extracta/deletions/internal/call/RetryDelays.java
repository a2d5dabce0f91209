package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.limit.Durations;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/** The delays before retries, which end early when the client is closed. Thread-safe. */
final class RetryDelays {

    private final Scheduler timer;
    private final Object lock = new Object();
    private final Set<MonoSink<Void>> pending = new HashSet<>();
    private boolean closed;

    RetryDelays(Scheduler timer) {
        this.timer = timer;
    }

    /**
     * Cold; completes, empty, on the timer after the delay, or fails with a {@link LimiterRejectionException} as soon
     * as this is closed.
     */
    Mono<Void> delay(Duration duration) {
        long nanos = Durations.capped(duration).toNanos();
        return Mono.create(sink -> {
            if (add(sink)) {
                Disposable end = timer.schedule(sink::success, nanos, TimeUnit.NANOSECONDS);
                sink.onDispose(() -> {
                    end.dispose();
                    remove(sink);
                });
            } else {
                sink.error(new LimiterRejectionException(Reason.CLOSED));
            }
        });
    }

    /** Fails every delay, now and later. Idempotent. */
    void close() {
        Set<MonoSink<Void>> ended;
        synchronized (lock) {
            closed = true;
            ended = new HashSet<>(pending);
        }
        ended.forEach(sink -> sink.error(new LimiterRejectionException(Reason.CLOSED)));
    }

    private boolean add(MonoSink<Void> sink) {
        synchronized (lock) {
            return !closed && pending.add(sink);
        }
    }

    private void remove(MonoSink<Void> sink) {
        synchronized (lock) {
            pending.remove(sink);
        }
    }
}
