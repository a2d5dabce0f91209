package ai.extracta.deletions.internal;

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

/** The pauses of calls between two attempts. Closing ends them all. Thread-safe. */
public final class Pauses {

    private final Scheduler timer;
    private final Object lock = new Object();
    private final Set<MonoSink<Void>> underWay = new HashSet<>();
    private boolean closed;

    /**
     * Makes a set of pauses with none under way.
     *
     * @param timer for their length
     */
    public Pauses(Scheduler timer) {
        this.timer = timer;
    }

    /**
     * Returns a Mono that does nothing for a while.
     *
     * @param duration how long
     * @return cold; completes, empty, when the time is up, or fails at once with a {@link LimiterRejectionException} when this is closed
     */
    public Mono<Void> pause(Duration duration) {
        long nanos = Countable.of(duration).toNanos();
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

    /** Fails every pause, now and later. Idempotent. */
    public void close() {
        Set<MonoSink<Void>> cut;
        synchronized (lock) {
            closed = true;
            cut = new HashSet<>(underWay);
        }
        cut.forEach(sink -> sink.error(new LimiterRejectionException(Reason.CLOSED)));
    }

    private boolean add(MonoSink<Void> sink) {
        synchronized (lock) {
            return !closed && underWay.add(sink);
        }
    }

    private void remove(MonoSink<Void> sink) {
        synchronized (lock) {
            underWay.remove(sink);
        }
    }
}
