package ai.extracta.deletions.kafka;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The streams of deletions that are in flight. Signals arrive as tasks of the worker's thread. */
final class Executions {

    private static final Logger log = LoggerFactory.getLogger(Executions.class);

    private final WorkerSettings settings;
    private final TaskQueue tasks;
    private final IdentityHashMap<List<Delivery>, Disposable> streams = new IdentityHashMap<>();

    Executions(WorkerSettings settings, TaskQueue tasks) {
        this.settings = settings;
        this.tasks = tasks;
    }

    /**
     * Executes the requests. For those that may be deleted already a 404 is no refusal, so they have a stream of their
     * own.
     */
    void start(
            List<Delivery> deliveries, BiConsumer<Delivery, DeletionResult> onResult, Consumer<List<Delivery>> onEnd) {
        deliveries.stream()
                .collect(Collectors.partitioningBy(Delivery::mayBeDeleted))
                .forEach((mayBeDeleted, stream) -> {
                    if (!stream.isEmpty()) {
                        start(stream, options(mayBeDeleted, stream.size()), onResult, onEnd);
                    }
                });
    }

    private BulkOptions options(boolean mayBeDeleted, int window) {
        BulkOptions.Builder options = BulkOptions.builder().window(window).concurrency(settings.concurrency());
        if (mayBeDeleted) {
            options.notFoundMeansAbsent();
        }
        if (settings.ledger() != null) {
            options.ledger(settings.ledger());
        }
        return options.build();
    }

    private void start(
            List<Delivery> stream,
            BulkOptions options,
            BiConsumer<Delivery, DeletionResult> onResult,
            Consumer<List<Delivery>> onEnd) {
        Runnable end = () -> {
            streams.remove(stream);
            onEnd.accept(stream);
        };
        streams.put(
                stream,
                settings.deletions()
                        .deleteAll(Flux.fromIterable(stream), Delivery::request, options)
                        .subscribe(
                                known -> tasks.add(() -> onResult.accept(known.item(), known.result())),
                                failure -> {
                                    log.debug("a stream of deletions ended early", failure);
                                    tasks.add(end);
                                },
                                () -> tasks.add(end)));
    }

    /** What is in flight is cancelled; there is no further result. */
    void cancel() {
        streams.values().forEach(Disposable::dispose);
        streams.clear();
    }
}
