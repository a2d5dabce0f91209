package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.ResponseReader;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Shared by all calls of a client and of its views. Random is from 0 inclusive to 1 exclusive. */
public record ClientResources(
        Lease lease,
        Limiter limiter,
        ResponseReader responses,
        RetryDelays retryDelays,
        DeadlineQueue deadlines,
        Scheduler timer,
        DoubleSupplier random) {

    public ClientResources(Lease lease, Limiter limiter, Scheduler timer, DoubleSupplier random) {
        this(lease, limiter, new ResponseReader(), new RetryDelays(timer), new DeadlineQueue(timer), timer, random);
    }

    public Mono<Void> release() {
        return Mono.fromRunnable(() -> {
                    limiter.close();
                    retryDelays.close();
                })
                .then(lease.release());
    }
}
