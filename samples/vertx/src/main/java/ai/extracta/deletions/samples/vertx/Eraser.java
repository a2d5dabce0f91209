package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Erases the documents of the store that were uploaded before a given time. */
final class Eraser {

    private final Context context;
    private final ClassificationDeletions deletions;
    private final DocumentStore store;
    private final Consumer<? super DeletionResult> resultListener;
    private final BulkOptions options;
    private final Scheduler eventLoop;
    private final Sinks.Empty<Void> stopped = Sinks.empty();

    Eraser(
            Context context,
            ClassificationDeletions deletions,
            DocumentStore store,
            Consumer<? super DeletionResult> resultListener) {
        this.context = context;
        this.deletions = deletions;
        this.store = store;
        this.resultListener = resultListener;
        this.options = BulkOptions.builder()
                .ledger(new StoreLedger(store))
                .window(DocumentStore.PAGE_SIZE)
                .build();
        this.eventLoop = Schedulers.fromExecutor(task -> context.runOnContext(ignored -> task.run()));
    }

    /** Results come on the event loop, like everything of a verticle. The future does not fail. */
    Future<RunSummary> erase(Instant uploadedBefore) {
        Mono<RunSummary> run = deletions
                .deleteAll(due(uploadedBefore), options)
                .publishOn(eventLoop)
                .doOnNext(resultListener)
                .materialize()
                .reduce(RunSummary.empty(uploadedBefore), RunSummary::plus);
        return Bridge.toFuture(run, context);
    }

    /** Ends the source of the current run, so that what it has taken gets its results, and of any later one. */
    void stop() {
        stopped.tryEmitEmpty();
    }

    /** Reads a page when the documents of the one before are taken. */
    private Flux<DeletionRequest> due(Instant uploadedBefore) {
        return page(uploadedBefore, 0)
                .expand(page -> page.size() < DocumentStore.PAGE_SIZE
                        ? Mono.empty()
                        : page(uploadedBefore, page.get(page.size() - 1).id()))
                .concatMapIterable(page -> page, 1)
                .takeUntilOther(stopped.asMono())
                .map(document -> document.upload().deletion());
    }

    private Mono<List<Document>> page(Instant uploadedBefore, long afterId) {
        return Bridge.toMono(() -> store.findDue(uploadedBefore, afterId));
    }
}
