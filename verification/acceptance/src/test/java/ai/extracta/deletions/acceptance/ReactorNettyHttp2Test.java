package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ch.qos.logback.classic.Level;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** What Reactor Netty and Netty tell of a request over HTTP/2, through public API only. Decision 049 depends on it. */
class ReactorNettyHttp2Test {

    private static final int NOT_WITHIN_MILLIS = 300;

    private static HeldCertificate certificate;

    private final ConnectionProvider connections = ConnectionProvider.create("http2", 1);
    private final HttpClient client = HttpClient.create(connections)
            .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
            .disableRetry(true)
            .secure(tls -> tls.sslContext(trustingTheCertificate()));

    /** Reactor Netty logs a warning for each failure. */
    private LogCapture logs;

    @BeforeAll
    static void createCertificate(@TempDir Path directory) throws Exception {
        certificate = HeldCertificate.create(directory, "http2", "ip:127.0.0.1");
    }

    @BeforeEach
    void captureLogs() {
        logs = LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "reactor.netty");
    }

    @AfterEach
    void release() {
        connections.disposeLater().block(SimulatorExtension.TIMEOUT);
        logs.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_STREAM", "CANCEL", "HTTP_1_1_REQUIRED", "ENHANCE_YOUR_CALM"})
    void tellsAStreamWhyItWasResetBeforeTheRequestFails(Http2Error error) throws Exception {
        try (ScriptedHttp2Server server = server(request -> request.reset(error))) {
            Call call = call(server, "/reset");

            assertThatThrownBy(call::await).hasMessageContaining("prematurely closed BEFORE response");
            assertThat(call.events).containsExactly(error.name(), "inactive");
        }
    }

    @Test
    void tellsOnlyTheStreamsAboveTheLastOneOfGoAway() throws Exception {
        try (ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk)) {
            Call last = call(server, "/last");
            Request lastRequest = server.await("/last");
            Call leftOut = call(server, "/left-out");
            server.await("/left-out");

            lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);
            assertThatThrownBy(leftOut::await).hasMessageContaining("prematurely closed BEFORE response");
            lastRequest.closeConnection();
            assertThatThrownBy(last::await).hasMessageContaining("prematurely closed BEFORE response");

            assertThat(leftOut.events).containsExactly("GOAWAY", "inactive");
            assertThat(last.events).containsExactly("inactive");
        }
    }

    @Test
    void opensNoConnectionInPlaceOfOneThatIsGoingAwayUntilTheServerClosesIt() throws Exception {
        try (ScriptedHttp2Server server = server(request -> {
            if (request.path().equals("/last")) {
                request.goAwayAfterThis(Http2Error.NO_ERROR);
            }
            request.respond(200);
        })) {
            assertThat(call(server, "/last").await()).isEqualTo("200 /last");
            Call next = call(server, "/next");

            assertThatThrownBy(() -> next.result.get(NOT_WITHIN_MILLIS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            server.await("/last").closeConnection();
            assertThat(next.await()).isEqualTo("200 /next");
        }
    }

    @Test
    void takesAnInterimResponseForTheFinalOne() throws Exception {
        try (ScriptedHttp2Server server = server(request -> {
            request.respondHead(103);
            request.respond(200);
        })) {
            assertThat(call(server, "/early").await()).isEqualTo("103 ");
        }
    }

    private Call call(ScriptedHttp2Server server, String path) {
        List<String> events = new CopyOnWriteArrayList<>();
        CompletableFuture<String> result = client.delete()
                .uri("https://127.0.0.1:" + server.port() + path)
                .send((request, out) -> {
                    out.withConnection(stream -> stream.channel().pipeline().addFirst(new EventRecorder(events)));
                    return out.sendString(Mono.just("{}"));
                })
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> response.status().code() + " " + text))
                .toFuture();
        return new Call(result, events);
    }

    private static ScriptedHttp2Server server(Consumer<Request> script) throws Exception {
        return new ScriptedHttp2Server(certificate, new Http2Settings(), script);
    }

    private static GenericSslContextSpec<SslContextBuilder> trustingTheCertificate() {
        return Http2SslContextSpec.forClient().configure(context -> context.trustManager(certificate.certificate()));
    }

    private record Call(CompletableFuture<String> result, List<String> events) {

        String await() throws Exception {
            return result.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static final class EventRecorder extends ChannelInboundHandlerAdapter {

        private final List<String> events;

        EventRecorder(List<String> events) {
            this.events = events;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof Http2ResetFrame reset) {
                events.add(Http2Error.valueOf(reset.errorCode()).name());
            } else if (event instanceof Http2GoAwayFrame) {
                events.add("GOAWAY");
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            events.add("inactive");
            super.channelInactive(context);
        }
    }
}
