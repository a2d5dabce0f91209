package ai.extracta.deletions;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.internal.protocol.DeletionCodec;
import ai.extracta.deletions.internal.bulk.BulkDeletion;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The client: what its calls share. */
final class DeletionClient implements ClassificationDeletions {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final CallSettings settings;
    private final Resources resources;

    DeletionClient(CallSettings settings, Resources resources) {
        this.settings = settings;
        this.resources = resources;
    }

    @Override
    public Mono<DeletionReceipt> delete(DeletionRequest request) {
        Objects.requireNonNull(request, "request");
        ByteBuffer body = DeletionCodec.encode(request);
        return CallMono.of(settings, resources, request, body);
    }

    @Override
    public Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests, BulkOptions options) {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(options, "options");
        return new BulkDeletion(this::delete, requests, options, resources.timer());
    }

    @Override
    public ClassificationDeletions withRetryPolicy(RetryPolicy policy) {
        return new DeletionClient(settings.withRetryPolicy(Objects.requireNonNull(policy, "policy")), resources);
    }

    @Override
    public ClassificationDeletions withDeadline(Duration deadline) {
        return new DeletionClient(settings.withDeadline(deadline), resources);
    }

    @Override
    public ClassificationDeletions withAttemptDeadline(Duration deadline) {
        return new DeletionClient(settings.withAttemptDeadline(deadline), resources);
    }

    @Override
    public Mono<Void> closeLater() {
        return resources.release();
    }

    @Override
    public void close() {
        closeLater().subscribe(nothing -> {}, failure -> LOG.debug("The transport failed while closing", failure));
    }
}
