package ai.extracta.deletions.transport.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import reactor.core.publisher.Mono;

/** A minimal Vert.x instance for HTTP: one event loop, no file system, daemon threads. */
final class DedicatedVertx {

    private DedicatedVertx() {}

    static Vertx create() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    static Mono<Void> close(Vertx vertx) {
        return Mono.fromCompletionStage(() -> vertx.close().toCompletionStage());
    }
}
