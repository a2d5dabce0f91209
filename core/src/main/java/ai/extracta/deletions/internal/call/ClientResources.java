package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.limit.Durations;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.ResponseReader;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;

/** Shared by all calls of a client and of its views. Random is from 0 inclusive to 1 exclusive. */
public record ClientResources(
        Lease lease,
        Limiter limiter,
        ResponseReader responses,
        RetryDelays retryDelays,
        DeadlineQueue deadlines,
        ActiveCalls calls,
        ClientTimer timer,
        DoubleSupplier random) {

    public ClientResources(Lease lease, Limiter limiter, ClientTimer timer, DoubleSupplier random) {
        this(
                lease,
                limiter,
                new ResponseReader(),
                new RetryDelays(timer.scheduler()),
                new DeadlineQueue(timer.scheduler()),
                new ActiveCalls(),
                timer,
                random);
    }

    /** Whether no new call may start. */
    public boolean isClosed() {
        return calls.isClosed() || limiter.status().closed();
    }

    /** Has released everything when it completes: a container may then close the class loader. */
    public Mono<Void> release() {
        return Mono.using(() -> timer, own -> closeTransport(), this::closeTimer);
    }

    private Mono<Void> closeTransport() {
        return Mono.fromRunnable(() -> {
                    limiter.close();
                    retryDelays.close();
                })
                .then(lease.release());
    }

    private void closeTimer(ClientTimer own) {
        deadlines.close();
        own.release().run();
    }

    /** Lets no new call start, waits for the active ones, at most that long, and releases. */
    public Mono<Void> release(Duration timeout) {
        return calls.close()
                .timeout(Durations.capped(timeout), Mono.empty(), timer.scheduler())
                .then(release());
    }
}
