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

/** Deletes what a source asks for; each subscription is a run of its own. */
public final class BulkDeletion extends Flux<DeletionResult> {

    private final Function<DeletionRequest, Mono<DeletionReceipt>> delete;
    private final Publisher<? extends DeletionRequest> requests;
    private final BulkOptions options;
    private final Scheduler timer;

    /**
     * Takes what every run needs.
     *
     * @param delete makes a single call
     * @param requests the source
     * @param options how
     * @param timer for everything that takes time
     */
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
        requests.subscribe(new BulkRun(actual, delete, options, timer));
    }
}
