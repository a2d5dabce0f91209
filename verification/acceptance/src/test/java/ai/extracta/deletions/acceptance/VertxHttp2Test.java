package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Vert.x tells of a request over HTTP/2, through public API only. Decision 049 depends on it. */
class VertxHttp2Test {

    private static final int NOT_WITHIN_MILLIS = 300;

    private static HeldCertificate certificate;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.httpClientBuilder()
            .with(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setUseAlpn(true)
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false))
            .with(new PoolOptions().setHttp2MaxSize(1))
            .build();

    @BeforeAll
    static void createCertificate(@TempDir Path directory) throws Exception {
        certificate = HeldCertificate.create(directory, "http2", "ip:127.0.0.1");
    }

    @AfterEach
    void release() throws Exception {
        await(client.close());
        await(vertx.close());
    }

    /** Why the transport on Vert.x speaks HTTP/1.1 only. */
    @Test
    void losesAStreamForEachRequestThatIsCancelledBeforeItIsWritten() throws Exception {
        Http2Settings oneStream = new Http2Settings().maxConcurrentStreams(1);
        try (ScriptedHttp2Server server = server(oneStream, ScriptedHttp2Server::respondToOk)) {
            Future<HttpClientResponse> first = send(server, "/first");
            Request firstRequest = server.await("/first");
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            request(server, "/cancelled").onSuccess(granted -> {
                granted.cancel();
                cancelled.complete(null);
            });

            firstRequest.respond(200);
            await(first);
            cancelled.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);

            assertThatThrownBy(() -> send(server, "/ok")
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(NOT_WITHIN_MILLIS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(server.paths()).containsExactly("/first");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_STREAM", "CANCEL", "HTTP_1_1_REQUIRED", "ENHANCE_YOUR_CALM"})
    void tellsWhyAStreamWasReset(Http2Error error) throws Exception {
        try (ScriptedHttp2Server server = server(new Http2Settings(), request -> request.reset(error))) {
            assertThatThrownBy(() -> await(send(server, "/reset")))
                    .cause()
                    .isInstanceOfSatisfying(StreamResetException.class, reset -> assertThat(reset.getCode())
                            .isEqualTo(error.code()));
        }
    }

    /** A handler of the connection is told the last stream, but each time a buffer leaks. */
    @Test
    void failsAlikeWhatGoAwayIncludesAndWhatItLeavesOut() throws Exception {
        try (ScriptedHttp2Server server = server(new Http2Settings(), ScriptedHttp2Server::respondToOk)) {
            Future<HttpClientResponse> last = send(server, "/last");
            Request lastRequest = server.await("/last");
            Future<HttpClientResponse> leftOut = send(server, "/left-out");
            server.await("/left-out");

            lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);
            Throwable ofLeftOut = failure(leftOut);
            lastRequest.closeConnection();

            assertThat(failure(last))
                    .isInstanceOf(HttpClosedException.class)
                    .hasSameClassAs(ofLeftOut)
                    .hasMessage(ofLeftOut.getMessage());
        }
    }

    private Future<HttpClientResponse> send(ScriptedHttp2Server server, String path) {
        return request(server, path).compose(request -> request.send("{}"));
    }

    private Future<HttpClientRequest> request(ScriptedHttp2Server server, String path) {
        return client.request(HttpMethod.DELETE, server.port(), "127.0.0.1", path)
                .onSuccess(request -> request.exceptionHandler(reportedByTheFuture -> {}));
    }

    private static ScriptedHttp2Server server(Http2Settings settings, Consumer<Request> script) throws Exception {
        return new ScriptedHttp2Server(certificate, settings, script);
    }

    private static Throwable failure(Future<HttpClientResponse> request) {
        return catchThrowable(() -> await(request)).getCause();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage()
                .toCompletableFuture()
                .get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
