package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** One subscription is one request to one address, whatever the response. */
final class NoHiddenRequestCases {

    private NoHiddenRequestCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("takes any status as a value", NoHiddenRequestCases::anyStatus),
                new ContractCase(
                        "does not resend after a reset",
                        context -> doesNotResend(context, ScriptedServer.Connection::reset)),
                new ContractCase("does not resend after a close", context -> doesNotResend(context, connection -> {})),
                new ContractCase(
                        "does not resend what met a reset on a used connection",
                        context -> doesNotResendOnReusedConnection(context, ScriptedServer.Connection::reset)),
                new ContractCase(
                        "does not resend what met a close on a used connection",
                        context -> doesNotResendOnReusedConnection(context, connection -> {})),
                new ContractCase(
                        "takes a new connection when the old one was closed meanwhile",
                        NoHiddenRequestCases::afterClose),
                new ContractCase(
                        "skips 100 Continue", context -> skipsInterim(context, "HTTP/1.1 100 Continue\r\n\r\n")),
                new ContractCase(
                        "skips 103 Early Hints",
                        context -> skipsInterim(context, "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n")),
                new ContractCase(
                        "skips several interim responses",
                        context -> skipsInterim(
                                context,
                                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")),
                new ContractCase(
                        "skips 100 Continue long before the response", NoHiddenRequestCases::skipsEarlyContinue)));
        for (int status : new int[] {102, 104, 199}) {
            cases.add(new ContractCase(
                    "never takes " + status + " for the response", context -> neverTreatsAsFinal(context, status)));
        }
        for (int status : new int[] {408, 425, 429, 503}) {
            cases.add(new ContractCase(
                    "does not resend after " + status, context -> doesNotResendAfter(context, status)));
        }
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            cases.add(new ContractCase(
                    "does not follow " + status + " to another host", context -> doesNotFollow(context, status)));
            cases.add(new ContractCase(
                    "does not follow " + status + " on the same host",
                    context -> doesNotFollowOnSameHost(context, status)));
        }
        return cases;
    }

    private static void anyStatus(ContractContext context) {
        List<Integer> statuses = IntStream.of(
                        200, 201, 202, 203, 204, 205, 206, 226, 299, 300, 304, 305, 399, 400, 401, 403, 404, 405, 407,
                        409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 426, 428, 431, 451, 499, 500,
                        501, 502, 504, 505, 507, 508, 510, 511, 520, 599)
                .boxed()
                .toList();
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                String target = connection.read().target();
                connection.write(RawResponses.response(Integer.parseInt(target.substring(1)), ""));
            }
        });
        HttpTransport transport = context.transport();
        assertThat(statuses)
                .allSatisfy(status -> assertThat(ContractContext.awaitResponse(transport, server.uri("/" + status))
                                .status())
                        .isEqualTo(status));
        assertThat(server.requests()).hasSize(statuses.size());
    }

    private static void doesNotResend(ContractContext context, ScriptedServer.Script ending) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            ending.run(connection);
        });
        HttpTransport transport = context.transport();
        isLost(ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(server.uri("/first")))));
        isLost(ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(server.uri("/second")))));
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/first", "/second");
    }

    private static void doesNotResendOnReusedConnection(ContractContext context, ScriptedServer.Script ending) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(RawResponses.ok(""));
            connection.read();
            ending.run(connection);
        });
        HttpTransport transport = context.transport();
        ContractContext.awaitResponse(transport, server.uri("/first"));
        isLost(ContractContext.awaitFailure(transport.exchange(ContractContext.deletion(server.uri("/second")))));
        ContractContext.awaitResponse(transport, server.uri("/third"));
        assertThat(server.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/first", "/second", "/third");
    }

    private static void isLost(TransportException failure) {
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.maybeSent()).isTrue();
    }

    private static void afterClose(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write(RawResponses.ok(""));
            connection.endOutput();
            connection.hold();
        });
        HttpTransport transport = context.transport();
        for (int i = 1; i <= 5; i++) {
            ContractContext.awaitResponse(transport, server.uri());
            server.awaitDisconnects(i);
            context.awaitQuiescence(transport);
        }
        assertThat(server.requests()).hasSize(5);
    }

    private static void doesNotResendAfter(ContractContext context, int status) {
        ScriptedServer server =
                context.startServer(ScriptedServer.answering(RawResponses.response(status, "", "retry-after: 0")));
        TransportResponse response = ContractContext.awaitResponse(context.transport(), server.uri());
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("retry-after")).contains("0");
        assertThat(server.requests()).hasSize(1);
    }

    private static void doesNotFollow(ContractContext context, int status) {
        ScriptedServer elsewhere = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        redirects(context, status, elsewhere.uri("/elsewhere").toString());
        assertThat(elsewhere.connections()).isZero();
    }

    private static void doesNotFollowOnSameHost(ContractContext context, int status) {
        redirects(context, status, "/elsewhere");
    }

    private static void redirects(ContractContext context, int status, String location) {
        ScriptedServer server = context.startServer(
                ScriptedServer.answering(RawResponses.response(status, "moved", "location: " + location)));
        TransportResponse response = ContractContext.awaitResponse(context.transport(), server.uri());
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("location")).contains(location);
        assertThat(server.requests()).hasSize(1);
    }

    private static void skipsInterim(ContractContext context, String interim) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(interim + RawResponses.ok("final")));
        HttpTransport transport = context.singleConnectionTransport();
        for (int i = 0; i < 2; i++) {
            TransportResponse response = ContractContext.awaitResponse(transport, server.uri());
            assertThat(response.status()).isEqualTo(200);
            assertThat(ContractContext.text(response)).isEqualTo("final");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void skipsEarlyContinue(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
            connection.awaitRelease();
            connection.write(RawResponses.ok("final"));
        });
        Optional<String> text = context.transport()
                .exchange(ContractContext.deletion(server.uri()))
                .map(ContractContext::text)
                .doOnSubscribe(subscription -> server.release())
                .blockOptional(ContractContext.TIMEOUT);
        assertThat(text).contains("final");
    }

    /** Skipped as RFC 9110 section 15.2 requires, or an unknown outcome; never another request's response. */
    private static void neverTreatsAsFinal(ContractContext context, int status) {
        String interim = "HTTP/1.1 " + status + " Whatever\r\n\r\n";
        ScriptedServer server = context.startServer(connection -> {
            while (true) {
                String target = connection.read().target();
                connection.write((target.equals("/first") ? interim : "") + RawResponses.ok(target));
            }
        });
        HttpTransport transport = context.singleConnectionTransport();
        String firstResult = transport
                .exchange(ContractContext.deletion(server.uri("/first")))
                .map(response -> response.status() + ContractContext.text(response))
                .onErrorResume(TransportException.class, failure -> {
                    assertThat(failure.maybeSent()).isTrue();
                    return Mono.just("200/first");
                })
                .block(ContractContext.TIMEOUT);
        assertThat(firstResult).isEqualTo("200/first");
        assertThat(ContractContext.text(ContractContext.awaitResponse(transport, server.uri("/second"))))
                .isEqualTo("/second");
    }
}
