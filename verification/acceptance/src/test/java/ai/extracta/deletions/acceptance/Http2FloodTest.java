package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that sends without an end. It costs a call at most its deadline, and little memory, until the client closes
 * the connection. Calls after that get through.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2FloodTest extends AbstractHttp2Test {

    private static final long MAX_BYTES = 64L << 20;
    private static final Duration LATER = SimulatorExtension.TIMEOUT.multipliedBy(2);
    private static final Duration FLOOD_TIME = Duration.ofSeconds(2);
    private static final int CHUNK_BYTES = 0x10000;

    /** Neither a deadline nor a ping without a response ends it here. */
    @ParameterizedTest
    @EnumSource
    void endsAFloodedConnection(Flood flood) throws Exception {
        open(settings().connectTimeout(LATER));
        ScriptedHttp2Server server = server(first(flood::begin));
        ClassificationDeletions deletions = deletions(server, LATER);
        long before = usedBytes();

        fails(deletions.deleteClassification("cls-1"), Outcome.UNKNOWN);
        server.awaitDisconnects(1);

        assertThat(usedBytes() - before).isLessThan(MAX_BYTES);
        succeeds(deletions.deleteClassification("cls-2"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"PING", "INTERIM_RESPONSES"})
    void endsACallAtItsDeadlineInAFloodThatItPermits(Flood flood) throws Exception {
        open(settings().maxResponseBytes(Integer.MAX_VALUE / 2));
        ScriptedHttp2Server server = server(first(flood::begin));
        long before = usedBytes();

        fails(deletions(server, FLOOD_TIME).deleteClassification("cls-1"), Outcome.UNKNOWN);

        assertThat(usedBytes() - before)
                .as("bytes kept of %d", server.floodedBytes())
                .isLessThan(MAX_BYTES);
        server.awaitRequests(1).connection().reset();
        server.awaitDisconnects(1);
    }

    @Test
    void losesTheCallsOfAFloodedConnection() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        CompletableFuture<TransportResponse> flooded = call(server, "/flooded");
        server.await("/neighbour");

        Flood.PING.begin(server.await("/flooded"));

        fails(neighbour, Kind.CONNECTION_LOST, true);
        fails(flooded, Kind.CONNECTION_LOST, true);
        server.awaitDisconnects(1);
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
    }

    @Test
    void endsAFloodedConnectionThatIsIdle() throws Exception {
        ScriptedHttp2Server server = server(first(request -> {
            request.confirm();
            Flood.PING.begin(request);
        }));
        ClassificationDeletions deletions = deletions(server, LATER);

        succeeds(deletions.deleteClassification("cls-1"));
        server.awaitDisconnects(1);

        succeeds(deletions.deleteClassification("cls-2"));
    }

    /** Here with 320 KB in total, which is more than a single call may take. */
    @Test
    void keepsAConnectionOnWhichEachCallGetsItsResponse() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.connection().frame(0xfe, 0, 0, new byte[16_000]);
            request.respond(200);
        });

        for (int i = 0; i < 20; i++) {
            assertThat(body(call(server, "/" + i))).isEqualTo("/" + i);
        }

        assertThat(server.connections()).isOne();
    }

    @Test
    void readsALargeResponseInSmallFrames() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(200);
            for (int i = 0; i < MAX_RESPONSE_BYTES; i += 10) {
                request.respondBody("0123456789", i + 10 == MAX_RESPONSE_BYTES);
            }
        });

        assertThat(body(call(server, "/"))).hasSize(MAX_RESPONSE_BYTES);
    }

    private ClassificationDeletions deletions(ScriptedHttp2Server server, Duration deadline) {
        return deletions(server, builder -> builder.attemptDeadline(deadline));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** What is sent instead of a response. */
    @SuppressWarnings("ImmutableEnumChecker") // The scripts have no state.
    enum Flood {
        PING(request -> bytes(6, 0, 0, "\0\0\0\0\0\0\0\0")),
        SETTINGS(request -> bytes(4, 0, 0, "\0\3\0\0\0\144")),
        GOAWAY(request -> bytes(7, 0, 0, "\177\377\377\377\0\0\0\0")),
        PRIORITY(request -> bytes(2, 0, request.stream(), "\0\0\0\0\1")),
        WINDOW_UPDATE_OF_0(request -> bytes(8, 0, request.stream(), "\0\0\0\0")),
        DATA(request -> {
            request.respondHead(200);
            return bytes(0, 0, request.stream(), "x".repeat(1000));
        }),
        EMPTY_DATA(request -> {
            request.respondHead(200);
            return bytes(0, 0, request.stream(), "");
        }),
        INTERIM_RESPONSES(request -> bytes(1, 4, request.stream(), "\10\3" + "103")),
        TRAILERS(request -> {
            request.respondHead(200);
            return bytes(1, 4, request.stream(), "\0\1x\1y");
        }),
        RESETS(request -> bytes(3, 0, request.stream(), "\0\0\0\10")),
        CONTINUATION(request -> {
            request.connection().frame(1, 0, request.stream(), (byte) 0x88);
            return bytes(9, 0, request.stream(), "\0\1x\1y");
        }),
        CONTINUATION_WITHOUT_CONTENT(request -> {
            request.connection().frame(1, 0, request.stream(), (byte) 0x88);
            return bytes(9, 0, request.stream(), "");
        }),
        UNKNOWN_FRAMES(request -> bytes(0xfe, 0, request.stream(), "x".repeat(1000))),
        UNKNOWN_FRAMES_OF_THE_CONNECTION(request -> bytes(0xfe, 0, 0, ""));

        private final Function<Request, ByteBuf> script;

        Flood(Function<Request, ByteBuf> script) {
            this.script = script;
        }

        void begin(Request request) {
            ByteBuf frame = script.apply(request);
            ByteBuf chunk = Unpooled.buffer(CHUNK_BYTES);
            while (chunk.readableBytes() + frame.readableBytes() <= CHUNK_BYTES) {
                chunk.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
            }
            request.connection().flood(chunk);
        }

        private static ByteBuf bytes(int type, int flags, int stream, String payload) {
            return ScriptedHttp2Connection.frameBytes(
                    type, flags, stream, payload.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
