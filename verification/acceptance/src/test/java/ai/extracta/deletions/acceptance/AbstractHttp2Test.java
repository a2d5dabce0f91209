package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import ch.qos.logback.classic.Level;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

/** Servers, transports and clients of one test over HTTP/2. */
abstract class AbstractHttp2Test {

    /** Netty, at INFO, of what a server sends for a stream whose reset it has not received yet. */
    static final String FRAME_AFTER_A_RESET = "frame for stream RST_STREAM sent";

    /** Netty, of which nobody but the owner of a lent client can tell it not to. */
    private static final String LOST_CONNECTION =
            "An exceptionCaught() event was fired, and it reached at the tail of the pipeline";

    static final int MAX_RESPONSE_BYTES = 10_000;
    static final Duration ATTEMPT_DEADLINE = Duration.ofMillis(700);
    static final Http2Settings MANY_STREAMS = new Http2Settings();
    static final HeldCertificate CERTIFICATE = createCertificate();

    @Parameter
    Http2Client httpClient;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private Function<TransportSettings, HttpTransport> factory = settings -> httpClient.create(settings);
    private HttpTransport transport;
    private LogCapture logs;

    @RegisterExtension
    final BeforeEachCallback defect = context -> context.getConfigurationParameter(BrokenHttp2Transport.PARAMETER)
            .ifPresent(name -> factory = BrokenHttp2Transport.valueOf(name)::create);

    private static HeldCertificate createCertificate() {
        try {
            Path directory = Files.createTempDirectory("http2");
            HeldCertificate created = HeldCertificate.create(directory, "http2", "ip:127.0.0.1");
            for (Path file : List.of(created.store(), directory.resolve("http2.log"), directory)) {
                Files.delete(file);
            }
            return created;
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate", e);
        }
    }

    @BeforeEach
    void captureLogs() {
        logs = LogCapture.capture(Level.INFO, java.util.logging.Level.CONFIG, LogCapture.ALL);
    }

    @AfterEach
    void release() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        logs.close();
        assertThat(logs.lines())
                .as("what was logged above DEBUG")
                .filteredOn(line -> !line.contains(FRAME_AFTER_A_RESET)
                        && !(httpClient == Http2Client.LENT && line.contains(LOST_CONNECTION)))
                .isEmpty();
    }

    /** At most one connection, and responses of at most {@link #MAX_RESPONSE_BYTES}. */
    final TransportSettings.Builder settings() {
        return TransportSettings.builder()
                .protocol(Protocol.HTTP_2_OR_1_1)
                .maxConnections(1)
                .maxResponseBytes(MAX_RESPONSE_BYTES)
                .trust(List.of(CERTIFICATE.certificate()));
    }

    /** To be called before the first exchange, for other settings. */
    final void open(TransportSettings.Builder settings) {
        HttpTransport created = factory.apply(settings.build());
        transport = created;
        closeAtEnd(() -> created.closeLater().block(SimulatorExtension.TIMEOUT));
    }

    final HttpTransport transport() {
        if (transport == null) {
            open(settings());
        }
        return transport;
    }

    /** Before everything that was created earlier. */
    final void closeAtEnd(AutoCloseable resource) {
        resources.push(resource);
    }

    final ScriptedHttp2Server server(Consumer<Request> script) throws Exception {
        return server(MANY_STREAMS, script);
    }

    final ScriptedHttp2Server server(Http2Settings settings, Consumer<Request> script) throws Exception {
        ScriptedHttp2Server server = new ScriptedHttp2Server(CERTIFICATE, settings, script);
        closeAtEnd(server);
        return server;
    }

    /** Applies the script to the first request and confirms the others. */
    static Consumer<Request> first(Consumer<Request> script) {
        AtomicInteger requests = new AtomicInteger();
        return request -> {
            if (requests.getAndIncrement() == 0) {
                script.accept(request);
            } else {
                request.confirm();
            }
        };
    }

    static Http2Settings streams(int max) {
        return new Http2Settings().maxConcurrentStreams(max);
    }

    final CompletableFuture<TransportResponse> call(ScriptedHttp2Server server, String path) {
        return exchange(server, path).toFuture();
    }

    final Mono<TransportResponse> exchange(ScriptedHttp2Server server, String path) {
        return exchange(server.uri().resolve(path));
    }

    final Mono<TransportResponse> exchange(URI uri) {
        return exchange(uri, SendListener.NOOP);
    }

    final Mono<TransportResponse> exchange(URI uri, SendListener listener) {
        ByteBuffer body = ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8));
        return transport()
                .exchange(
                        new TransportRequest("DELETE", uri, Headers.of("accept", "application/json"), body, listener));
    }

    static String body(CompletableFuture<TransportResponse> call) throws Exception {
        return text(call.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    }

    static String text(TransportResponse response) {
        return StandardCharsets.UTF_8.decode(response.body()).toString();
    }

    static void fails(CompletableFuture<TransportResponse> call, Kind kind, boolean maybeSent) {
        TransportException failure = failure(call);
        assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
        assertThat(failure.maybeSent()).isEqualTo(maybeSent);
    }

    static void isPending(CompletableFuture<?> call, Duration time) {
        assertThatThrownBy(() -> call.get(time.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    static TransportException failure(CompletableFuture<TransportResponse> call) {
        Throwable failure = catchThrowable(() -> call.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return (TransportException) failure.getCause();
    }

    /** A client without retries, for deletions of which each has {@link #ATTEMPT_DEADLINE}. */
    final ClassificationDeletions deletions(ScriptedHttp2Server server) {
        return deletions(server, builder -> builder);
    }

    final ClassificationDeletions deletions(
            ScriptedHttp2Server server, UnaryOperator<ClassificationDeletions.Builder> changes) {
        ClassificationDeletions client = changes.apply(ClassificationDeletions.builder()
                        .apiKey(ApiKey.of("a-key-of-the-test"))
                        .baseUri(server.uri())
                        .transport(transport())
                        .retryPolicy(RetryPolicy.none())
                        .attemptDeadline(ATTEMPT_DEADLINE))
                .build();
        closeAtEnd(client);
        return client;
    }

    static TransportFailedException fails(Mono<DeletionReceipt> call, Outcome outcome) {
        Throwable failure = catchThrowable(() -> call.block(SimulatorExtension.TIMEOUT));
        assertThat(failure).isInstanceOf(TransportFailedException.class);
        TransportFailedException failed = (TransportFailedException) failure;
        assertThat(failed.outcome()).as("%s", failure).isEqualTo(outcome);
        return failed;
    }

    static void succeeds(Mono<DeletionReceipt> call) {
        DeletionReceipt receipt = call.block(SimulatorExtension.TIMEOUT);
        assertThat(receipt.httpVersion()).hasValue(HttpVersion.HTTP_2);
    }
}
