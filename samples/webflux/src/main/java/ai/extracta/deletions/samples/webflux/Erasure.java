package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deletes the rows of a file. Its folder holds all of its state: the rows, the ledger that knows which of them are
 * deleted, and the events. As long as there are unfinished rows, a new process continues with it.
 */
final class Erasure {

    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

    private static final String UNFINISHED = "rows.ndjson";
    private static final String FINISHED = "rows.finished.ndjson";
    private static final String EVENTS = "events.ndjson";
    private static final Set<String> FINAL_STATES = Set.of("DELETED", "REFUSED");

    private final UUID id;
    private final Path folder;
    private final EventLog log;
    private final BitSet settledRows;

    private Erasure(UUID id, Path folder, EventLog log, BitSet settledRows) {
        this.id = id;
        this.folder = folder;
        this.log = log;
        this.settledRows = settledRows;
    }

    /** Creates an erasure that has not run. Once this returns, no crash can lose it. */
    static Erasure create(UUID id, Path folder, Path rows) throws IOException {
        long count = Rows.count(rows);
        EventLog log = EventLog.open(folder.resolve(EVENTS));
        log.append(ErasureEvent.started(id, count));
        Rows.publish(rows, folder.resolve(UNFINISHED));
        return new Erasure(id, folder, log, new BitSet());
    }

    static boolean isUnfinished(Path folder) {
        return Files.exists(folder.resolve(UNFINISHED));
    }

    /** Opens an unfinished erasure to continue with it. */
    static Erasure resume(UUID id, Path folder) throws IOException {
        EventLog log = EventLog.open(folder.resolve(EVENTS));
        BitSet settled = settledRows(folder.resolve(EVENTS));
        log.append(ErasureEvent.of("resumed"));
        return new Erasure(id, folder, log, settled);
    }

    /** Opens the events of an erasure that does not run. */
    static EventLog openEvents(Path folder) throws NoSuchFileException {
        try {
            return EventLog.openCompleted(folder.resolve(EVENTS));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BitSet settledRows(Path events) throws IOException {
        BitSet settled = new BitSet();
        try (Stream<String> lines = Files.lines(events)) {
            lines.map(JsonMapper.shared()::readTree)
                    .filter(Erasure::isFinal)
                    .forEach(event -> settled.set(event.path("row").asInt()));
        }
        return settled;
    }

    private static boolean isFinal(JsonNode event) {
        return event.path("event").asString("").equals("invalid")
                || FINAL_STATES.contains(event.path("result").path("state").asString(""));
    }

    UUID id() {
        return id;
    }

    Flux<EventLog.Entry> eventsAfter(long eventId) {
        return log.readAfter(eventId);
    }

    /**
     * Deletes what is not settled. Cold, to be subscribed to once. Never fails: why it stopped is an event.
     *
     * @param stopping once it is true, no further row is taken, and what was taken ends
     */
    Mono<Void> run(ClassificationDeletions deletions, BulkOptions.Builder options, BooleanSupplier stopping) {
        Run run = new Run(stopping);
        return Flux.using(
                        () -> FileLedger.open(folder.resolve("ledger")),
                        ledger -> run.results(deletions, options.ledger(ledger).build()),
                        FileLedger::close)
                .then(Mono.fromCallable(run::finish))
                .then()
                .onErrorResume(failure -> Mono.fromRunnable(() -> stopped(failure)))
                .onErrorComplete() // events cannot be written, which is logged
                .subscribeOn(Schedulers.boundedElastic())
                .doFinally(signal -> log.close());
    }

    private void stopped(Throwable failure) {
        LOG.warn("Erasure {} stopped; it continues when the service starts again", id, failure);
        log.append(ErasureEvent.stopped(String.valueOf(failure.getMessage())));
    }

    private final class Run {

        private final BooleanSupplier stopping;
        private volatile boolean allTaken;

        Run(BooleanSupplier stopping) {
            this.stopping = stopping;
        }

        Flux<CorrelatedResult<Rows.Row>> results(ClassificationDeletions deletions, BulkOptions options) {
            return deletions
                    .deleteAll(rows(), row -> DeletionRequest.fromJson(row.json()), options)
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(each -> log.append(ErasureEvent.of(each.item().number(), each.result())));
        }

        private Flux<Rows.Row> rows() {
            return Rows.read(folder.resolve(UNFINISHED))
                    .doOnComplete(() -> allTaken = true)
                    .takeWhile(row -> !stopping.getAsBoolean())
                    .filter(row -> !settledRows.get(Math.toIntExact(row.number())));
        }

        /** Rows that could not be sent because the service stops are sent when it starts again. */
        private boolean finish() throws IOException {
            boolean finished = allTaken && !stopping.getAsBoolean();
            if (finished) {
                log.append(ErasureEvent.of("finished"));
                Rows.publish(folder.resolve(UNFINISHED), folder.resolve(FINISHED));
            }
            return finished;
        }
    }
}
