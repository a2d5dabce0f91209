package ai.extracta.deletions;

import ai.extracta.deletions.internal.Deadlines;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.Pauses;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What all calls of a client share, and all views of it.
 *
 * @param lease the transport
 * @param limiter who may send
 * @param pauses who waits for another attempt
 * @param deadlines until when attempts may take
 * @param timer all time is taken from it
 * @param random from 0 inclusive to 1 exclusive
 */
record Resources(
        Lease lease, Limiter limiter, Pauses pauses, Deadlines deadlines, Scheduler timer, DoubleSupplier random) {

    Mono<Void> release() {
        return Mono.fromRunnable(() -> {
                    limiter.close();
                    pauses.close();
                })
                .then(lease.release());
    }
}
