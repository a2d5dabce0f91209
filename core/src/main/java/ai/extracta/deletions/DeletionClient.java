package ai.extracta.deletions;

import ai.extracta.deletions.internal.DeletionCodec;
import ai.extracta.deletions.internal.Limiter;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The client: what its calls share. */
final class DeletionClient implements ClassificationDeletions {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final CallSettings settings;
    private final Lease lease;
    private final Limiter limiter;
    private final Scheduler timer;

    DeletionClient(CallSettings settings, Lease lease, Limiter limiter, Scheduler timer) {
        this.settings = settings;
        this.lease = lease;
        this.limiter = limiter;
        this.timer = timer;
    }

    @Override
    public Mono<DeletionReceipt> delete(DeletionRequest request) {
        Objects.requireNonNull(request, "request");
        ByteBuffer body = DeletionCodec.encode(request);
        return Mono.defer(() -> new Call(settings, lease.transport(), limiter, timer, request, body).run());
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(limiter::close).then(lease.release());
    }

    @Override
    public void close() {
        closeLater().subscribe(nothing -> {}, failure -> LOG.debug("The transport failed while closing", failure));
    }
}
