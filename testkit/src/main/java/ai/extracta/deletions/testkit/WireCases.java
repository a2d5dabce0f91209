package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Requests are sent, and responses returned, unchanged. */
final class WireCases {

    private static final String ALL_BYTES = allBytes();
    private static final int MEBIBYTE = 1 << 20;

    private WireCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("sends method and target as they are", WireCases::methodAndTarget),
                new ContractCase("sends an empty path as a slash", WireCases::emptyPath),
                new ContractCase("sends the given headers and three of its own", WireCases::headers),
                new ContractCase("sends a repeated header twice", WireCases::repeatedHeader),
                new ContractCase("sends the user agent of the settings", WireCases::userAgent),
                new ContractCase("refuses line breaks in a header", WireCases::lineBreaks),
                new ContractCase("finds headers of the response in any case", WireCases::headerNameCase),
                new ContractCase("keeps repeated headers of the response in order", WireCases::repeatedResponseHeaders),
                new ContractCase("reads a thousand headers if they may be that long", WireCases::manyHeaders),
                new ContractCase(
                        "reads a body to the byte", context -> reads(context, RawResponses.ok(ALL_BYTES), ALL_BYTES)),
                new ContractCase("reads a body in chunks", context -> reads(context, chunked(), "in chunks")),
                new ContractCase("reads a body that ends with the connection", WireCases::untilClose),
                new ContractCase("reads a body of just the allowed size", WireCases::largestBody),
                new ContractCase("reads a response without a body", WireCases::noBody)));
        Stream.of("", "x", "{\"id\":\"gelöscht 🗑\"}", ALL_BYTES, "x".repeat(MEBIBYTE))
                .map(WireCases::sendsBody)
                .forEach(cases::add);
        return cases;
    }

    private static ContractCase sendsBody(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new ContractCase(
                "sends " + bytes.length + " bytes of body, with their length and not in chunks", context -> {
                    ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
                    ContractContext.awaitResponse(
                            context.transport().exchange(ContractContext.deletion(server.uri(), body)));
                    assertThat(server.requests()).singleElement().satisfies(request -> {
                        assertThat(request.bytes()).isEqualTo(bytes);
                        assertThat(request.headers().all("content-length"))
                                .containsExactly(Integer.toString(bytes.length));
                        assertThat(request.headers().all("transfer-encoding")).isEmpty();
                    });
                });
    }

    private static void methodAndTarget(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        ContractContext.awaitResponse(context.transport(), server.uri("/a%20b/%E2%82%AC;p=1//c?q=%2F&r=a+b&s"));
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.target()).isEqualTo("/a%20b/%E2%82%AC;p=1//c?q=%2F&r=a+b&s");
            assertThat(request.rawHead()).contains(" HTTP/1.1\r\n");
        });
    }

    private static void emptyPath(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        ContractContext.awaitResponse(context.transport(), server.uri(""));
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/");
    }

    private static void headers(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        exchange(context.transport(), server.uri(), Headers.of("X-One", "1", "x-two", "zwei; a=\"b\"", "x-three", "ü"));
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.headers().names())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("x-one", "x-two", "x-three", "host", "content-length", "user-agent");
        assertThat(request.header("x-one")).contains("1");
        assertThat(request.header("x-two")).contains("zwei; a=\"b\"");
        assertThat(request.header("x-three")).contains("ü");
        assertThat(request.headers().all("host")).containsExactly("127.0.0.1:" + server.port());
    }

    private static void repeatedHeader(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        exchange(context.transport(), server.uri(), Headers.of("x-a", "1", "x-b", "2", "X-A", "3"));
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers().all("x-a")).containsExactly("1", "3"));
    }

    private static void userAgent(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        TransportSettings settings =
                TransportSettings.builder().userAgent("archive/2.1").build();
        ContractContext.awaitResponse(context.transport(settings), server.uri());
        assertThat(server.requests()).singleElement().satisfies(request -> assertThat(
                        request.headers().all("user-agent"))
                .singleElement()
                .asString()
                .startsWith("archive/2.1"));
    }

    private static void lineBreaks(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        for (String value : List.of("a\r\nx-evil: 1", "a\nb", "a\rb", "a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> exchange(transport, server.uri(), Headers.of("x-a", value)));
        }
        assertThat(server.connections()).isZero();
    }

    private static void headerNameCase(ContractContext context) {
        TransportResponse response = awaitResponse(context, RawResponses.response(200, "", "X-Request-ID: r-1"));
        assertThat(response.headers().first("x-request-id")).contains("r-1");
        assertThat(response.headers().first("X-REQUEST-ID")).contains("r-1");
    }

    private static void repeatedResponseHeaders(ContractContext context) {
        TransportResponse response =
                awaitResponse(context, RawResponses.response(200, "", "x-a: 1", "x-b: 2", "X-A: 3"));
        assertThat(response.headers().all("x-a")).containsExactly("1", "3");
    }

    private static void manyHeaders(ContractContext context) {
        String[] fields = Stream.iterate(0, i -> i + 1)
                .limit(1000)
                .map(i -> "x-" + i + ": " + i)
                .toArray(String[]::new);
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.response(200, "", fields)));
        TransportSettings settings =
                TransportSettings.builder().maxHeaderBytes(64 * 1024).build();
        TransportResponse response = ContractContext.awaitResponse(context.transport(settings), server.uri());
        assertThat(response.headers().first("x-999")).contains("999");
        assertThat(response.headers().names()).hasSize(1001);
    }

    private static String chunked() {
        return RawResponses.head(200, "transfer-encoding: chunked")
                + "3;ext=1\r\nin \r\n6\r\nchunks\r\n0\r\nx-trailer: 1\r\n\r\n";
    }

    private static void untilClose(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(RawResponses.head(200, "connection: close") + "the end");
        });
        assertThat(ContractContext.text(ContractContext.awaitResponse(context.transport(), server.uri())))
                .isEqualTo("the end");
    }

    private static void largestBody(ContractContext context) {
        String body = "x".repeat(MEBIBYTE);
        reads(context, RawResponses.ok(body), body);
    }

    private static void noBody(ContractContext context) {
        TransportResponse response = awaitResponse(context, RawResponses.head(204, "x-a: 1"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.body().remaining()).isZero();
    }

    private static void reads(ContractContext context, String response, String body) {
        ByteBuffer bytes = awaitResponse(context, response).body();
        assertThat(StandardCharsets.ISO_8859_1.decode(bytes).toString()).isEqualTo(body);
    }

    private static TransportResponse awaitResponse(ContractContext context, String response) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(response));
        return ContractContext.awaitResponse(context.transport(), server.uri());
    }

    private static void exchange(HttpTransport transport, URI uri, Headers headers) {
        ContractContext.awaitResponse(
                transport.exchange(new TransportRequest("DELETE", uri, headers, ContractContext.utf8("{}"))));
    }

    private static String allBytes() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        return all.toString();
    }
}
