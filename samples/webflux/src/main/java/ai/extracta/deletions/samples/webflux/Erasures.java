package ai.extracta.deletions.samples.webflux;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Accepts erasures, runs a few of them at a time, and continues with unfinished ones after a restart. Stops before the
 * web server, whose event streams end then, and before the client.
 */
@Component
final class Erasures implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private static final int MAX_RUNNING = 4;

    /** How many rows are planned together, and twice as many may be left to do when the service stops. */
    private static final int WINDOW = 500;

    private final ClassificationDeletions deletions;
    private final DeletionMetrics metrics;
    private final ErasureProperties properties;
    private final Map<UUID, Erasure> active = new ConcurrentHashMap<>();
    private final Sinks.Many<Erasure> queue = Sinks.many().unicast().onBackpressureBuffer();
    private final Sinks.Empty<Void> allEnded = Sinks.empty();
    private volatile Disposable running = Disposables.disposed();
    private volatile boolean stopping;

    /** Also opens what is unfinished, so that it is known before the web server starts. */
    Erasures(ClassificationDeletions deletions, DeletionMetrics metrics, ErasureProperties properties)
            throws IOException {
        this.deletions = deletions;
        this.metrics = metrics;
        this.properties = properties;
        Files.createDirectories(properties.folder());
        try (Stream<Path> folders = Files.list(properties.folder())) {
            folders.filter(Erasure::isUnfinished).forEach(this::resume);
        }
    }

    private void resume(Path folder) {
        try {
            enqueue(Erasure.resume(UUID.fromString(folder.getFileName().toString()), folder));
            LOG.info("Erasure {} continues", folder.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void enqueue(Erasure erasure) {
        active.put(erasure.id(), erasure);
        queue.tryEmitNext(erasure).orThrow();
    }

    /**
     * Accepts an erasure. Cold. Nothing is deleted before the body is complete, valid as a whole, and durable; then
     * the erasure runs, whether anybody follows its events or not.
     *
     * @param json whether the body is JSON instead of one JSON value per line
     * @return the erasure, or an IllegalArgumentException if the body as a whole is invalid
     */
    Mono<Erasure> accept(Flux<DataBuffer> body, boolean json) {
        return Mono.usingWhen(
                Mono.fromCallable(this::newFolder).subscribeOn(Schedulers.boundedElastic()),
                folder -> store(body, json, folder),
                folder -> Mono.empty(),
                (folder, failure) -> delete(folder),
                Erasures::delete);
    }

    private Path newFolder() throws IOException {
        return Files.createDirectory(
                properties.folder().resolve(UUID.randomUUID().toString()));
    }

    private Mono<Erasure> store(Flux<DataBuffer> body, boolean json, Path folder) {
        Path upload = folder.resolve("upload");
        return DataBufferUtils.write(UploadLimit.apply(body, properties.maxUpload()), upload)
                .then(Mono.fromCallable(() -> create(folder, upload, json)).subscribeOn(Schedulers.boundedElastic()));
    }

    private Erasure create(Path folder, Path upload, boolean json) throws IOException {
        Path rows = upload;
        if (json) {
            rows = folder.resolve("rows");
            Rows.copyJson(upload, rows);
            Files.delete(upload);
        }
        Erasure erasure = Erasure.create(UUID.fromString(folder.getFileName().toString()), folder, rows);
        enqueue(erasure);
        return erasure;
    }

    private static Mono<Void> delete(Path folder) {
        return Mono.fromCallable(() -> FileSystemUtils.deleteRecursively(folder))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    /**
     * Follows an erasure. Cold.
     *
     * @param eventId the last event that the caller has, 0 for none
     * @return the events after it, until the erasure ends, or a NoSuchFileException if there is no such erasure
     */
    Flux<EventLog.Entry> eventsAfter(UUID id, long eventId) {
        return Flux.defer(() -> {
            Erasure erasure = active.get(id);
            return erasure != null ? erasure.eventsAfter(eventId) : storedEventsAfter(id, eventId);
        });
    }

    private Flux<EventLog.Entry> storedEventsAfter(UUID id, long eventId) {
        return Mono.fromCallable(() -> openEvents(id))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapMany(log -> log.readAfter(eventId));
    }

    private EventLog openEvents(UUID id) throws NoSuchFileException {
        return Erasure.openEvents(properties.folder().resolve(id.toString()));
    }

    @Override
    public void start() {
        running = queue.asFlux()
                .flatMap(this::run, MAX_RUNNING)
                .doFinally(signal -> allEnded.tryEmitEmpty())
                .subscribe();
    }

    private Mono<Void> run(Erasure erasure) {
        BulkOptions.Builder options = BulkOptions.builder()
                .window(WINDOW)
                .waitWhenUnreachable(Duration.ofMinutes(1))
                .progress(Duration.ofSeconds(1), metrics.bulkProgress("erasure"));
        return erasure.run(deletions, options, () -> stopping).doFinally(signal -> active.remove(erasure.id()));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Takes no further row. What was taken may end; what has not ended in time is sent again after the next start. */
    @Override
    public void stop(Runnable callback) {
        stopping = true;
        synchronized (this) {
            queue.tryEmitComplete();
        }
        allEnded.asMono()
                .timeout(properties.shutdownGrace())
                .onErrorComplete()
                .doFinally(signal -> {
                    running.dispose();
                    callback.run();
                })
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }
}
