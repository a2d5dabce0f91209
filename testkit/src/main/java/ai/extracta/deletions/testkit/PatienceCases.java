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

/** Servers that take their time, or everybody's memory. */
final class PatienceCases {

    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final long GIBIBYTE = 1L << 30;
    private static final long MOST_BYTES = 16L << 20;
    private static final byte[] CHUNK =
            ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    private PatienceCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase(
                        "a silent server is left at the deadline", trial -> isLeft(trial, ScriptedServer.Actor::hold)),
                new ContractCase(
                        "a dripping server is left at the deadline", trial -> isLeft(trial, PatienceCases::drip)),
                new ContractCase(
                        "a body of 1 GiB in chunks is not read",
                        trial -> isNotRead(trial, RawAnswers.head(200, "transfer-encoding: chunked"), CHUNK)),
                new ContractCase(
                        "a body of 1 GiB that was announced is not read",
                        trial -> isNotRead(
                                trial, RawAnswers.head(200, "content-length: " + GIBIBYTE), new byte[0x10000])),
                new ContractCase(
                        "a body of 1 GiB without an end is not read",
                        trial -> isNotRead(trial, RawAnswers.head(200, "connection: close"), new byte[0x10000])),
                new ContractCase(
                        "an endless head is not read",
                        trial -> isNotRead(
                                trial,
                                "HTTP/1.1 200 OK\r\n",
                                ("x: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1))),
                new ContractCase(
                        "an endless line is not read",
                        trial -> isNotRead(
                                trial,
                                "HTTP/1.1 200 OK\r\nx: ",
                                "y".repeat(1000).getBytes(StandardCharsets.ISO_8859_1))),
                new ContractCase(
                        "an answer before the request was read whole is an answer", PatienceCases::answersEarly),
                new ContractCase("a length beside chunks does not mix up answers", PatienceCases::lengthAndChunks));
    }

    private static void isLeft(Trial trial, ScriptedServer.Script dawdling) {
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            dawdling.play(actor);
        });
        HttpTransport transport = trial.transport();
        // The first exchange of a JVM loads classes, for which the patience may be too short.
        trial.letCatchUp(transport);
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(Trial.KEY))
                .baseUri(server.uri())
                .transport(transport)
                .retryPolicy(RetryPolicy.none())
                .attemptDeadline(PATIENCE)
                .build();
        Throwable failure = client.deleteClassification("cls-1")
                .materialize()
                .blockOptional(Trial.LIMIT)
                .orElseThrow()
                .getThrowable();
        server.awaitDepartures(1);
        assertThat(failure).isInstanceOfSatisfying(TransportFailedException.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
        });
    }

    private static void drip(ScriptedServer.Actor actor) throws IOException {
        actor.write(RawAnswers.head(200, "content-length: 1000000"));
        while (true) {
            actor.write("x");
            actor.pause(PACE);
        }
    }

    private static void isNotRead(Trial trial, String head, byte[] part) {
        AtomicLong written = new AtomicLong();
        ScriptedServer server = trial.serve(actor -> {
            actor.read();
            actor.write(head);
            while (written.get() < GIBIBYTE) {
                actor.write(part);
                written.addAndGet(part.length);
            }
            actor.hold();
        });
        HttpTransport transport = trial.transport();
        TransportException failure = Trial.failure(transport.exchange(Trial.deletion(server.uri())));
        server.awaitDepartures(1);
        assertThat(failure.maybeSent()).isTrue();
        assertThat(failure.kind()).isIn(Kind.RESPONSE_TOO_LARGE, Kind.PROTOCOL);
        assertThat(written.get()).as("bytes the server could get rid of").isLessThan(MOST_BYTES);
    }

    private static void answersEarly(Trial trial) {
        ScriptedServer server = trial.serve(actor -> {
            actor.readHead();
            actor.write(RawAnswers.answer(413, "too large", "connection: close"));
            actor.endOutput();
            while (actor.read(new byte[0x10000]) >= 0) {
                // The rest of the request, which nobody wants any more.
            }
        });
        TransportResponse response =
                Trial.answer(trial.transport().exchange(Trial.deletion(server.uri(), "x".repeat(1 << 20))));
        assertThat(response.status()).isEqualTo(413);
        assertThat(Trial.text(response)).isEqualTo("too large");
    }

    /** RFC 9112 section 6.3 has such an answer read by its chunks, or refused. */
    private static void lengthAndChunks(Trial trial) {
        String twofold =
                RawAnswers.head(200, "content-length: 3", "transfer-encoding: chunked") + "5\r\nfirst\r\n0\r\n\r\n";
        ScriptedServer server = trial.serve(actor -> {
            while (true) {
                boolean first = actor.read().target().equals("/first");
                actor.write(first ? twofold : RawAnswers.ok("second"));
            }
        });
        HttpTransport transport = trial.transportOfOneConnection();
        String text = transport
                .exchange(Trial.deletion(server.uri("/first")))
                .map(Trial::text)
                .onErrorResume(TransportException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
                    return Mono.just("first");
                })
                .block(Trial.LIMIT);
        assertThat(text).isEqualTo("first");
        assertThat(Trial.text(Trial.answer(transport, server.uri("/second")))).isEqualTo("second");
    }
}
