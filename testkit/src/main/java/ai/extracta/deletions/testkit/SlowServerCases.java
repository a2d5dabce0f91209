package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** Servers that respond slowly, or with too much. */
final class SlowServerCases {

    private static final Duration ATTEMPT_DEADLINE = Duration.ofMillis(700);
    private static final Duration DRIP_INTERVAL = Duration.ofMillis(100);
    private static final long GIBIBYTE = 1L << 30;
    private static final long MAX_WRITTEN_BYTES = 16L << 20;
    private static final byte[] CHUNK =
            ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    private SlowServerCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase(
                        "a silent server is left at the deadline",
                        context -> timesOut(context, ScriptedServer.Connection::hold)),
                new ContractCase(
                        "a dripping server is left at the deadline",
                        context -> timesOut(context, SlowServerCases::drip)),
                new ContractCase(
                        "a body of 1 GiB in chunks is not read",
                        context -> stopsReading(context, RawResponses.head(200, "transfer-encoding: chunked"), CHUNK)),
                new ContractCase(
                        "a body of 1 GiB that was announced is not read",
                        context -> stopsReading(
                                context, RawResponses.head(200, "content-length: " + GIBIBYTE), new byte[0x10000])),
                new ContractCase(
                        "a body of 1 GiB without an end is not read",
                        context ->
                                stopsReading(context, RawResponses.head(200, "connection: close"), new byte[0x10000])),
                new ContractCase(
                        "an endless head is not read",
                        context -> stopsReading(
                                context,
                                "HTTP/1.1 200 OK\r\n",
                                ("x: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1))),
                new ContractCase(
                        "an endless line is not read",
                        context -> stopsReading(
                                context,
                                "HTTP/1.1 200 OK\r\nx: ",
                                "y".repeat(1000).getBytes(StandardCharsets.ISO_8859_1))),
                new ContractCase("a response before the request was read whole counts", SlowServerCases::earlyResponse),
                new ContractCase(
                        "a length beside chunks does not mix up responses",
                        SlowServerCases::lengthAndTransferEncoding));
    }

    private static void timesOut(ContractContext context, ScriptedServer.Script slowScript) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            slowScript.run(connection);
        });
        HttpTransport transport = context.transport();
        // The first exchange of a JVM loads classes, for which the patience may be too short.
        context.awaitQuiescence(transport);
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(ContractContext.KEY))
                .baseUri(server.uri())
                .transport(transport)
                .retryPolicy(RetryPolicy.none())
                .attemptDeadline(ATTEMPT_DEADLINE)
                .build();
        Throwable failure = client.deleteClassification("cls-1")
                .materialize()
                .blockOptional(ContractContext.TIMEOUT)
                .orElseThrow()
                .getThrowable();
        server.awaitDisconnects(1);
        assertThat(failure).isInstanceOfSatisfying(TransportFailedException.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
        });
    }

    private static void drip(ScriptedServer.Connection connection) throws IOException {
        connection.write(RawResponses.head(200, "content-length: 1000000"));
        while (true) {
            connection.write("x");
            connection.pause(DRIP_INTERVAL);
        }
    }

    private static void stopsReading(ContractContext context, String head, byte[] chunk) {
        AtomicLong written = new AtomicLong();
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(head);
            while (written.get() < GIBIBYTE) {
                connection.write(chunk);
                written.addAndGet(chunk.length);
            }
            connection.hold();
        });
        HttpTransport transport = context.transport();
        TransportException failure =
                ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(server.uri())));
        server.awaitDisconnects(1);
        assertThat(failure.maybeSent()).isTrue();
        assertThat(failure.kind()).isIn(Kind.RESPONSE_TOO_LARGE, Kind.PROTOCOL);
        assertThat(written.get()).as("bytes the server could get rid of").isLessThan(MAX_WRITTEN_BYTES);
    }

    private static void earlyResponse(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.readHead();
            connection.write(RawResponses.response(413, "too large", "connection: close"));
            connection.endOutput();
            while (connection.read(new byte[0x10000]) >= 0) {
                // The rest of the request, which is not read any more.
            }
        });
        TransportResponse response = ContractContext.awaitResponse(
                context.transport().exchange(ContractContext.deletion(server.uri(), "x".repeat(1 << 20))));
        assertThat(response.status()).isEqualTo(413);
        assertThat(ContractContext.text(response)).isEqualTo("too large");
    }

    /** RFC 9112 section 6.3 has such a response read by its chunks, or refused. */
    private static void lengthAndTransferEncoding(ContractContext context) {
        String ambiguousResponse =
                RawResponses.head(200, "content-length: 3", "transfer-encoding: chunked") + "5\r\nfirst\r\n0\r\n\r\n";
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                boolean first = connection.read().target().equals("/first");
                connection.write(first ? ambiguousResponse : RawResponses.ok("second"));
            }
        });
        HttpTransport transport = context.singleConnectionTransport();
        String text = transport
                .exchange(ContractContext.deletion(server.uri("/first")))
                .map(ContractContext::text)
                .onErrorResume(TransportException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
                    return Mono.just("first");
                })
                .block(ContractContext.TIMEOUT);
        assertThat(text).isEqualTo("first");
        assertThat(ContractContext.text(ContractContext.awaitResponse(transport, server.uri("/second"))))
                .isEqualTo("second");
    }
}
