package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The cold {@code Flux} of {@code deleteAll}. */
public final class BulkDeletion extends Flux<DeletionResult> {

    private final Function<DeletionRequest, Mono<DeletionReceipt>> delete;
    private final Publisher<? extends DeletionRequest> requests;
    private final BulkOptions options;
    private final Scheduler timer;

    public BulkDeletion(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            Publisher<? extends DeletionRequest> requests,
            BulkOptions options,
            Scheduler timer) {
        this.delete = delete;
        this.requests = requests;
        this.options = options;
        this.timer = timer;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DeletionResult> actual) {
        requests.subscribe(new BulkSubscription(actual, delete, options, timer));
    }
}
