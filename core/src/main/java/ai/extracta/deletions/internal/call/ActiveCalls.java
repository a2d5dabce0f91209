package ai.extracta.deletions.internal.call;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts the calls that have started and not ended, so that a client can be closed once there are none. */
final class ActiveCalls {

    private static final int CLOSING = 1 << 31;

    private final AtomicInteger state = new AtomicInteger();
    private final Sinks.Empty<Void> ended = Sinks.empty();

    /** Returns false if no new call may start. */
    boolean start() {
        if (state.getAndIncrement() >= 0) {
            return true;
        }
        end();
        return false;
    }

    /** Whether no new call may start. */
    boolean isClosed() {
        return state.get() < 0;
    }

    void end() {
        if (state.decrementAndGet() == CLOSING) {
            ended.tryEmitEmpty();
        }
    }

    /** Lets no new call start. Cold and idempotent; completes once every active call has ended. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            if (state.getAndUpdate(current -> current | CLOSING) == 0 || state.get() == CLOSING) {
                ended.tryEmitEmpty();
            }
            return ended.asMono();
        });
    }
}
