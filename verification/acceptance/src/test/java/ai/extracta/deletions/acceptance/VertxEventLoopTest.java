package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Web Client does if calls come from several event loops: public API only. Decision 048 depends on it. */
class VertxEventLoopTest {

    private static final int NOT_WITHIN_MILLIS = 300;

    private final Vertx serverVertx = Vertx.vertx();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Context one = newContext();
    private final Context other = newContext();
    private final List<Thread> connectionThreads = new CopyOnWriteArrayList<>();
    private final WebClient client = WebClient.wrap(vertx.httpClientBuilder()
            .with(new PoolOptions().setHttp1MaxSize(1))
            .withConnectHandler(connection -> connectionThreads.add(Thread.currentThread()))
            .build());

    private final CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = await(serverVertx
                .createHttpServer()
                .requestHandler(request -> {
                    if (request.path().equals("/held")) {
                        held.complete(request);
                    } else {
                        request.response().end("{}");
                    }
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void release() throws Exception {
        client.close();
        await(vertx.close());
        await(serverVertx.close());
    }

    @Test
    void servesACallOnAConnectionOfAnotherEventLoop() throws Exception {
        Thread first = await(call(one, "/"));
        Thread second = await(call(other, "/"));

        assertThat(second).isNotEqualTo(first);
        assertThat(connectionThreads).containsExactly(first);
    }

    /** So an event loop that is busy keeps a connection of another one from being used. */
    @Test
    void returnsAConnectionOnlyWhenTheEventLoopOfItsCallHasSeenTheResponse() throws Exception {
        await(call(one, "/"));
        Future<Thread> earlier = call(other, "/held");
        HttpServerRequest request = held.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        AtomicBoolean busy = new AtomicBoolean(true);
        other.runOnContext(now -> spinWhile(busy));

        await(request.response().end("{}"));
        Future<Thread> next = call(one, "/");

        assertThatThrownBy(() ->
                        next.toCompletionStage().toCompletableFuture().get(NOT_WITHIN_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        busy.set(false);
        await(earlier);
        await(next);
        assertThat(connectionThreads).hasSize(1);
    }

    /** A call from an event loop, and the thread on which its response came. */
    private Future<Thread> call(Context context, String path) {
        Promise<Thread> responded = Promise.promise();
        context.runOnContext(now -> client.delete(server.actualPort(), "127.0.0.1", path)
                .send()
                .map(response -> Thread.currentThread())
                .onComplete(responded));
        return responded.future();
    }

    /** Each plain thread has a context of its own, on the next event loop. */
    private Context newContext() {
        return CompletableFuture.supplyAsync(vertx::getOrCreateContext, task -> new Thread(task).start())
                .join();
    }

    /** An event loop must not block, but may be busy. */
    private static void spinWhile(AtomicBoolean busy) {
        long begin = System.nanoTime();
        boolean isLate = false;
        while (busy.get() && !isLate) {
            isLate = System.nanoTime() - begin > SimulatorExtension.TIMEOUT.toNanos();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage()
                .toCompletableFuture()
                .get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
