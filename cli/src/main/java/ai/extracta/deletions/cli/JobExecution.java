package ai.extracta.deletions.cli;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Sends the requests of an input and collects their results, until all are done or {@link ShutdownSignal} requests the
 * end. Then no call starts any more, and those that have started have a grace period to end. Used once.
 */
final class JobExecution {

    private final ClassificationDeletions client;
    private final ShutdownSignal shutdown;
    private final Duration gracePeriod;
    private final FailureLog failures;

    private final Map<ResultCategory, Long> counts = new EnumMap<>(ResultCategory.class);
    private final Map<Long, DeletionRequest> pending = new ConcurrentHashMap<>();
    private volatile @Nullable BulkProgress progress;
    private volatile boolean isTerminated;
    private long accepted;
    private boolean isSourceClosed;

    /**
     * Prepares a run.
     *
     * @param client sends the requests; closed on shutdown
     * @param shutdown ends the run early
     * @param gracePeriod how long calls that have started may take after that
     * @param failures receives the requests that are not certainly deleted
     */
    JobExecution(ClassificationDeletions client, ShutdownSignal shutdown, Duration gracePeriod, FailureLog failures) {
        this.client = client;
        this.shutdown = shutdown;
        this.gracePeriod = gracePeriod;
        this.failures = failures;
    }

    /** Blocks until the end. */
    RunSummary execute(
            Input input, Flux<DeletionRequest> requests, BulkOptions.Builder options, ProgressDisplay display) {
        long started = System.nanoTime();
        Disposable shutdownHook =
                shutdown.requests().then(client.closeGracefully(gracePeriod)).subscribe();
        Optional<RuntimeException> failure = send(requests, options.progress(display.interval(), update -> {
            progress = update;
            display.show(update);
        }));
        shutdownHook.dispose();
        recordUnfinished(input);
        BulkProgress last = progress;
        return new RunSummary(
                counts,
                last == null ? 0 : last.calls(),
                Duration.ofNanos(System.nanoTime() - started),
                failure,
                shutdown.isRequested());
    }

    private Optional<RuntimeException> send(Flux<DeletionRequest> requests, BulkOptions.Builder options) {
        Flux<DeletionRequest> source =
                requests.takeUntilOther(shutdown.requests()).doOnNext(this::accept);
        try {
            client.deleteAll(source, options.build())
                    .doOnTerminate(() -> isTerminated = true)
                    .doOnNext(this::onResult)
                    .blockLast();
            return Optional.empty();
        } catch (RuntimeException failed) {
            return Optional.of(failed);
        }
    }

    /** A source that was cancelled may be about to emit once more. */
    private synchronized void accept(DeletionRequest request) {
        if (!isSourceClosed) {
            pending.put(accepted++, request);
        }
    }

    private synchronized long closeSource() {
        isSourceClosed = true;
        return accepted;
    }

    private void onResult(DeletionResult result) {
        pending.remove(result.index());
        ResultCategory category = ResultCategory.of(result);
        count(category);
        if (result instanceof Failed failed) {
            String reason = String.valueOf(failed.failure().getMessage());
            boolean isShutdown = category == ResultCategory.NOT_SENT && shutdown.isRequested();
            failed.remaining().forEach(request -> recordFailure(request, category, reason, isShutdown));
        } else if (category == ResultCategory.PREVIOUSLY_REFUSED) {
            failures.add(result.request(), category, "refused before, according to the ledger; not sent again");
        }
    }

    private void recordFailure(DeletionRequest request, ResultCategory category, String reason, boolean quietly) {
        if (quietly) {
            failures.writeToFile(request, category, reason);
        } else {
            failures.add(request, category, reason);
        }
    }

    /**
     * The client emits a result for everything that it accepts before it terminates. So a request without a result was
     * not sent, unless this thread was interrupted first: then it may have been in flight.
     */
    private void recordUnfinished(Input input) {
        long end = closeSource();
        pending.values().forEach(isTerminated ? this::markNotSent : this::markUnknown);
        try (Stream<DeletionRequest> requests = input.open()) {
            requests.skip(end).forEachOrdered(this::markNotSent);
        }
    }

    private void markNotSent(DeletionRequest request) {
        count(ResultCategory.NOT_SENT);
        failures.writeToFile(request, ResultCategory.NOT_SENT, "not deleted (NOT_SENT): the run ended before its turn");
    }

    private void markUnknown(DeletionRequest request) {
        count(ResultCategory.UNKNOWN);
        failures.add(
                request,
                ResultCategory.UNKNOWN,
                "may or may not be deleted (UNKNOWN): given up before the result was known");
    }

    private void count(ResultCategory category) {
        counts.merge(category, 1L, Long::sum);
    }
}
