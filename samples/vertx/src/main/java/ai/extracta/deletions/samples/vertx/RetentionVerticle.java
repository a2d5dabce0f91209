package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.vertx.VertxTransport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.function.Consumer;

/** The service. Its HTTP server, its timer and its calls run on one event loop, that of this verticle. */
@SuppressWarnings("NullAway.Init") // start() sets the fields
final class RetentionVerticle extends VerticleBase {

    /** There is no authentication, so only this machine may call. */
    private static final String HOST = "127.0.0.1";

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    private final ServiceSettings settings;
    private final Consumer<? super DeletionResult> resultListener;

    private HttpTransport transport;
    private ClassificationDeletions deletions;
    private DocumentStore store;
    private RetentionScheduler scheduler;
    private HttpServer server;

    /**
     * @param settings the settings
     * @param resultListener is called on the event loop with every result, and must not block
     */
    RetentionVerticle(ServiceSettings settings, Consumer<? super DeletionResult> resultListener) {
        this.settings = settings;
        this.resultListener = resultListener;
    }

    @Override
    public Future<?> start() {
        transport = VertxTransport.using(vertx, TransportSettings.defaults());
        deletions = ClassificationDeletions.builder()
                .apiKey(settings.apiKey())
                .baseUri(settings.baseUri())
                .transport(transport)
                .build();
        return DocumentStore.open(context, settings.databaseUrl()).compose(this::serve);
    }

    private Future<?> serve(DocumentStore opened) {
        store = opened;
        scheduler = new RetentionScheduler(vertx, new Eraser(context, deletions, store, resultListener));
        server = vertx.createHttpServer().requestHandler(new DocumentApi(store, scheduler).router(vertx));
        return server.listen(settings.port(), HOST)
                .onSuccess(listening -> scheduler.start(settings.interval(), settings.olderThan()))
                .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    /** Stops accepting work, lets calls in flight end, records and reports their results, then releases everything. */
    @Override
    public Future<?> stop() {
        return close();
    }

    private Future<Void> close() {
        Future<Void> served = server.shutdown(SHUTDOWN_TIMEOUT);
        Future<Void> ended = scheduler.stop();
        return Bridge.toFuture(deletions.closeGracefully(SHUTDOWN_TIMEOUT).then(transport.closeLater()), context)
                .eventually(() -> Future.join(ended, served))
                .eventually(store::close);
    }

    /** {@return where the service listens} */
    String url() {
        return "http://" + HOST + ":" + server.actualPort();
    }

    /** Registers an upload, as the HTTP API does. */
    Future<Document> register(Upload upload) {
        return store.add(upload);
    }
}
