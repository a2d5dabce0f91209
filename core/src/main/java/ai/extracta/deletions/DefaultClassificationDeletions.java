package ai.extracta.deletions;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.internal.bulk.BulkDeletion;
import ai.extracta.deletions.internal.call.CallMono;
import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client or a view of one: views have settings of their own and share the resources. */
final class DefaultClassificationDeletions implements ClassificationDeletions {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final CallSettings settings;
    private final ClientResources resources;

    DefaultClassificationDeletions(CallSettings settings, ClientResources resources) {
        this.settings = settings;
        this.resources = resources;
    }

    @Override
    public Mono<DeletionReceipt> delete(DeletionRequest request) {
        return CallMono.create(settings, resources, Objects.requireNonNull(request, "request"));
    }

    @Override
    public Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests, BulkOptions options) {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(options, "options");
        return new BulkDeletion(this::delete, requests, options, resources.timer());
    }

    @Override
    public ClassificationDeletions withRetryPolicy(RetryPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return view(settings.withRetryRules(policy.rules()));
    }

    @Override
    public ClassificationDeletions withDeadline(Duration deadline) {
        return view(settings.withDeadline(deadline));
    }

    @Override
    public ClassificationDeletions withAttemptDeadline(Duration deadline) {
        return view(settings.withAttemptDeadline(deadline));
    }

    private ClassificationDeletions view(CallSettings changed) {
        return new DefaultClassificationDeletions(changed, resources);
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
