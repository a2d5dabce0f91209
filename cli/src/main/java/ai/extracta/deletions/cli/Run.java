package ai.extracta.deletions.cli;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends what an input asks for and learns what became of each request, until all is done or {@link Stop} asks for an end. Then
 * nothing more is sent, and what is under way has a while to come to its end. Used once.
 */
final class Run {

    private final ClassificationDeletions client;
    private final Stop stop;
    private final Duration patience;
    private final FailureLog failures;

    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private final Map<Long, DeletionRequest> open = new ConcurrentHashMap<>();
    private volatile @Nullable BulkProgress progress;
    private volatile boolean isOver;
    private long taken;
    private boolean isSettled;

    /**
     * Prepares a run.
     *
     * @param client sends; closed if there is a stop
     * @param stop when to end early
     * @param patience how long after that what is under way may take
     * @param failures hears of whatever is not certain to be gone
     */
    Run(ClassificationDeletions client, Stop stop, Duration patience, FailureLog failures) {
        this.client = client;
        this.stop = stop;
        this.patience = patience;
        this.failures = failures;
    }

    /** Blocks until the end. */
    Report of(Input input, Flux<DeletionRequest> requests, BulkOptions.Builder options, ProgressDisplay display)
            throws IOException {
        long started = System.nanoTime();
        Disposable stopping = stop.asked().doOnTerminate(client::close).subscribe();
        Optional<RuntimeException> failure = send(requests, options.progress(display.interval(), now -> {
            progress = now;
            display.show(now);
        }));
        stopping.dispose();
        settle(input);
        BulkProgress last = progress;
        return new Report(
                fates,
                last == null ? 0 : last.calls(),
                Duration.ofNanos(System.nanoTime() - started),
                failure,
                stop.isAsked());
    }

    private Optional<RuntimeException> send(Flux<DeletionRequest> requests, BulkOptions.Builder options) {
        Flux<DeletionRequest> source = requests.takeUntilOther(stop.asked()).doOnNext(this::accept);
        try {
            client.deleteAll(source, options.build())
                    .doOnTerminate(() -> isOver = true)
                    .takeUntilOther(stop.asked().then(Mono.delay(patience)))
                    .doOnNext(this::take)
                    .blockLast();
            return Optional.empty();
        } catch (RuntimeException failed) {
            return Optional.of(failed);
        }
    }

    /** A source that was cancelled may be about to emit once more. */
    private synchronized void accept(DeletionRequest request) {
        if (!isSettled) {
            open.put(taken++, request);
        }
    }

    private synchronized long settleTaken() {
        isSettled = true;
        return taken;
    }

    private void take(DeletionResult result) {
        open.remove(result.index());
        Fate fate = Fate.of(result);
        count(fate);
        if (result instanceof Failed failed) {
            String reason = String.valueOf(failed.failure().getMessage());
            boolean isOurDoing = fate == Fate.NOT_SENT && stop.isAsked();
            failed.remaining().forEach(rest -> note(rest, fate, reason, isOurDoing));
        } else if (fate == Fate.REFUSED_BEFORE) {
            failures.add(result.request(), fate, "refused before, as the ledger says; not sent again");
        }
    }

    private void note(DeletionRequest request, Fate fate, String reason, boolean quietly) {
        if (quietly) {
            failures.addQuietly(request, fate, reason);
        } else {
            failures.add(request, fate, reason);
        }
    }

    /**
     * Everything that the client accepts has its result before the client is done. So what has none then was never accepted; what
     * has none because the client was cut off may have been under way.
     */
    private void settle(Input input) throws IOException {
        long end = settleTaken();
        open.values().forEach(isOver ? this::notReached : this::givenUp);
        try (RequestReader reader = input.open()) {
            for (long index = 0; reader.hasNext(); index++) {
                DeletionRequest request = reader.next();
                if (index >= end) {
                    notReached(request);
                }
            }
        }
    }

    private void notReached(DeletionRequest request) {
        count(Fate.NOT_SENT);
        failures.addQuietly(request, Fate.NOT_SENT, "not deleted (NOT_SENT): the run ended before its turn");
    }

    private void givenUp(DeletionRequest request) {
        count(Fate.UNKNOWN);
        failures.add(
                request, Fate.UNKNOWN, "may or may not be deleted (UNKNOWN): given up before the result was known");
    }

    private void count(Fate fate) {
        fates.merge(fate, 1L, Long::sum);
    }
}
