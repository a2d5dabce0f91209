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

/** One subscription is one request to the one address it is for, whatever the answer. */
final class PolicyCases {

    private PolicyCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>(List.of(
                new ContractCase("takes any status as a value", PolicyCases::anyStatus),
                new ContractCase(
                        "does not resend after a reset", trial -> doesNotResend(trial, ScriptedServer.Actor::reset)),
                new ContractCase("does not resend after a close", trial -> doesNotResend(trial, actor -> {})),
                new ContractCase(
                        "does not resend what met a reset on a used connection",
                        trial -> doesNotResendOnUsed(trial, ScriptedServer.Actor::reset)),
                new ContractCase(
                        "does not resend what met a close on a used connection",
                        trial -> doesNotResendOnUsed(trial, actor -> {})),
                new ContractCase(
                        "takes a new connection when the old one was closed meanwhile", PolicyCases::afterClose),
                new ContractCase("skips 100 Continue", trial -> skips(trial, "HTTP/1.1 100 Continue\r\n\r\n")),
                new ContractCase(
                        "skips 103 Early Hints",
                        trial -> skips(trial, "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n")),
                new ContractCase(
                        "skips several interim answers",
                        trial -> skips(
                                trial,
                                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")),
                new ContractCase("skips 100 Continue that comes long before the answer", PolicyCases::skipsEarly)));
        for (int status : new int[] {102, 104, 199}) {
            cases.add(
                    new ContractCase("never takes " + status + " for the answer", trial -> neverTakes(trial, status)));
        }
        for (int status : new int[] {408, 425, 429, 503}) {
            cases.add(new ContractCase("does not resend after " + status, trial -> doesNotResendAfter(trial, status)));
        }
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            cases.add(new ContractCase(
                    "does not follow " + status + " to another host", trial -> doesNotFollow(trial, status)));
            cases.add(new ContractCase(
                    "does not follow " + status + " on the same host", trial -> doesNotFollowAtHome(trial, status)));
        }
        return cases;
    }

    private static void anyStatus(Trial trial) {
        List<Integer> statuses = IntStream.of(
                        200, 201, 202, 203, 204, 205, 206, 226, 299, 300, 304, 305, 399, 400, 401, 403, 404, 405, 407,
                        409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 426, 428, 431, 451, 499, 500,
                        501, 502, 504, 505, 507, 508, 510, 511, 520, 599)
                .boxed()
                .toList();
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                String target = actor.read().target();
                actor.write(RawAnswers.answer(Integer.parseInt(target.substring(1)), ""));
            }
        });
        HttpTransport transport = trial.transport();
        assertThat(statuses).allSatisfy(status -> assertThat(
                        Trial.answer(transport, server.uri("/" + status)).status())
                .isEqualTo(status));
        assertThat(server.requests()).hasSize(statuses.size());
    }

    private static void doesNotResend(Trial trial, ScriptedServer.Script ending) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            ending.play(actor);
        });
        HttpTransport transport = trial.transport();
        isLost(Trial.failure(transport.exchange(Trial.deletion(server.uri("/first")))));
        isLost(Trial.failure(transport.exchange(Trial.deletion(server.uri("/second")))));
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/first", "/second");
    }

    private static void doesNotResendOnUsed(Trial trial, ScriptedServer.Script ending) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write(RawAnswers.ok(""));
            actor.read();
            ending.play(actor);
        });
        HttpTransport transport = trial.transport();
        Trial.answer(transport, server.uri("/first"));
        isLost(Trial.failure(transport.exchange(Trial.deletion(server.uri("/second")))));
        Trial.answer(transport, server.uri("/third"));
        assertThat(server.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/first", "/second", "/third");
    }

    private static void isLost(TransportException failure) {
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.maybeSent()).isTrue();
    }

    private static void afterClose(Trial trial) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write(RawAnswers.ok(""));
            actor.endOutput();
            actor.hold();
        });
        HttpTransport transport = trial.transport();
        for (int i = 1; i <= 5; i++) {
            Trial.answer(transport, server.uri());
            server.awaitDepartures(i);
            trial.letCatchUp(transport);
        }
        assertThat(server.requests()).hasSize(5);
    }

    private static void doesNotResendAfter(Trial trial, int status) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.answer(status, "", "retry-after: 0")));
        TransportResponse response = Trial.answer(trial.transport(), server.uri());
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("retry-after")).contains("0");
        assertThat(server.requests()).hasSize(1);
    }

    private static void doesNotFollow(Trial trial, int status) {
        ScriptedServer elsewhere = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        redirects(trial, status, elsewhere.uri("/elsewhere").toString());
        assertThat(elsewhere.connections()).isZero();
    }

    private static void doesNotFollowAtHome(Trial trial, int status) {
        redirects(trial, status, "/elsewhere");
    }

    private static void redirects(Trial trial, int status, String location) {
        ScriptedServer server =
                trial.serve(ScriptedServer.answering(RawAnswers.answer(status, "moved", "location: " + location)));
        TransportResponse response = Trial.answer(trial.transport(), server.uri());
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("location")).contains(location);
        assertThat(server.requests()).hasSize(1);
    }

    private static void skips(Trial trial, String interim) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(interim + RawAnswers.ok("final")));
        HttpTransport transport = trial.transportOfOneConnection();
        for (int i = 0; i < 2; i++) {
            TransportResponse response = Trial.answer(transport, server.uri());
            assertThat(response.status()).isEqualTo(200);
            assertThat(Trial.text(response)).isEqualTo("final");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void skipsEarly(Trial trial) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write("HTTP/1.1 100 Continue\r\n\r\n");
            actor.awaitRelease();
            actor.write(RawAnswers.ok("final"));
        });
        Optional<String> early = trial.transport()
                .exchange(Trial.deletion(server.uri()))
                .map(Trial::text)
                .doOnSubscribe(subscription -> server.release())
                .blockOptional(Trial.LIMIT);
        assertThat(early).contains("final");
    }

    /** Skipped as RFC 9110 section 15.2 wants it, or a failure that admits not to know; and nobody else's answer. */
    private static void neverTakes(Trial trial, int status) {
        String interim = "HTTP/1.1 " + status + " Whatever\r\n\r\n";
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                String target = actor.read().target();
                actor.write((target.equals("/first") ? interim : "") + RawAnswers.ok(target));
            }
        });
        HttpTransport transport = trial.transportOfOneConnection();
        String first = transport
                .exchange(Trial.deletion(server.uri("/first")))
                .map(response -> response.status() + Trial.text(response))
                .onErrorResume(TransportException.class, failure -> {
                    assertThat(failure.maybeSent()).isTrue();
                    return Mono.just("200/first");
                })
                .block(Trial.LIMIT);
        assertThat(first).isEqualTo("200/first");
        assertThat(Trial.text(Trial.answer(transport, server.uri("/second")))).isEqualTo("/second");
    }
}
