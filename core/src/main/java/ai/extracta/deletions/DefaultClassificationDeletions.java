package ai.extracta.deletions;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.internal.bulk.BulkDeletion;
import ai.extracta.deletions.internal.call.CallMono;
import ai.extracta.deletions.internal.call.CallSettings;
import ai.extracta.deletions.internal.call.ClientResources;
import ai.extracta.deletions.internal.limit.Durations;
import ai.extracta.deletions.internal.limit.LimiterStatus;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
        return bulkDeletion(options).deleteAll(requests);
    }

    @Override
    public <T> Flux<CorrelatedResult<T>> deleteAll(
            Publisher<? extends T> items,
            Function<? super T, ? extends @Nullable DeletionRequest> toRequest,
            BulkOptions options) {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(toRequest, "toRequest");
        return bulkDeletion(options).deleteAll(items, toRequest);
    }

    private BulkDeletion bulkDeletion(BulkOptions options) {
        Objects.requireNonNull(options, "options");
        ClassificationDeletions calls = withNotFoundMeansAbsent(false);
        return new BulkDeletion(
                calls::delete,
                options,
                settings.notFoundMeansAbsent(),
                resources::isClosed,
                resources.timer().scheduler());
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

    @Override
    public ClassificationDeletions withNotFoundMeansAbsent(boolean enabled) {
        return view(settings.withNotFoundMeansAbsent(enabled));
    }

    private ClassificationDeletions view(CallSettings changed) {
        return new DefaultClassificationDeletions(changed, resources);
    }

    @Override
    public ClientStatus status() {
        LimiterStatus limiter = resources.limiter().status();
        return new ClientStatus(
                resources.isClosed(), limiter.inFlight(), limiter.limit(), limiter.queued(), limiter.remainingPause());
    }

    @Override
    public Mono<Void> closeLater() {
        return resources.release();
    }

    @Override
    public Mono<Void> closeGracefully(Duration timeout) {
        return resources.release(Durations.requirePositive("timeout", timeout));
    }

    @Override
    public void close() {
        closeLater().subscribe(nothing -> {}, failure -> LOG.debug("The transport failed while closing", failure));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "ClassificationDeletions[host=" + settings.endpoints().host() + ", transport="
                + resources.lease().transport() + ", " + resources.limiter() + ", deadline=" + settings.deadline()
                + ", attemptDeadline=" + settings.attemptDeadline() + "]";
    }
}
