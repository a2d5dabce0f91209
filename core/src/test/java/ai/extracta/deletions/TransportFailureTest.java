package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.endsEmpty;
import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.failsWith;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** Transports that fail, and transports that break their contract. */
class TransportFailureTest {

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final Fixture fixture = new Fixture();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFailureThatMayHaveSentIsUnknownAndOneThatDidNotIsNotSent(Kind kind) {
        fixture.transport.then(fails(kind, true), fails(kind, false));

        TransportFailedException maybe = failed(fixture.call());
        fixture.pass(MAX_PAUSE);
        TransportFailedException not = failed(fixture.call());

        assertThat(maybe.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(not.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(maybe.kind()).isEqualTo(kind);
        assertThat(maybe.attempts()).isEqualTo(1);
        assertThat(maybe).hasMessage("may or may not be deleted (UNKNOWN): it failed by " + kind);
    }

    @Test
    void aForeignExceptionIsUnknownAndKeptAsACause() {
        IOException foreign = new IOException("reset");
        fixture.transport.then(failsWith(foreign));

        TransportFailedException failure = failed(fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure).hasRootCause(foreign);
    }

    @Test
    void aForeignExceptionOfWhatWasWithheldIsNotSent() {
        fixture.transport.then(failsWith(new IOException("refused")).after(SendListener::pending));

        TransportFailedException failure = failed(fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
    }

    @Test
    void anEmptyEndIsUnknown() {
        fixture.transport.then(endsEmpty());

        TransportFailedException failure = failed(fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("the transport ended without a response");
    }

    @Test
    void anEmptyEndOfWhatWasWithheldIsNotSent() {
        fixture.transport.then(endsEmpty().after(SendListener::pending));

        assertThat(failed(fixture.call()).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aTransportThatThrowsIsUnknown() {
        IllegalStateException thrown = new IllegalStateException("a bug");

        TransportFailedException failure = failed(callOn(request -> {
            throw thrown;
        }));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasRootCause(thrown);
    }

    @Test
    void aTransportThatThrowsAfterItWithheldIsNotSent() {
        TransportFailedException failure = failed(callOn(request -> {
            request.listener().pending();
            throw new IllegalStateException("a bug");
        }));

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aTransportThatReturnsNothingIsUnknown() {
        assertThat(failed(callOn(request -> null)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aTransportThatCannotBeLinkedIsUnknown() {
        TransportFailedException failure = failed(callOn(request -> {
            throw new NoSuchMethodError("two versions of a library");
        }));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("two versions of a library");
    }

    @Test
    void aTransportThatThrowsGivesItsSlotBack() {
        fixture.limits(1, 0).transport.then(failsWith(new NoSuchMethodError("odd")), succeeds());

        failed(fixture.call());

        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
    }

    @Test
    void aKeyThatAFailureRepeatsIsRedacted() {
        fixture.transport.then(
                failsWith(new IllegalArgumentException("bad header: Bearer " + Fixture.KEY)),
                failsWith(
                        new TransportException(Kind.PROTOCOL, true, "odd", new IOException("Bearer " + Fixture.KEY))));

        assertThat(traceOf(failed(fixture.call())))
                .contains("bad header: Bearer [redacted]")
                .doesNotContain(Fixture.KEY);
        assertThat(traceOf(failed(fixture.call()))).contains("odd").doesNotContain(Fixture.KEY);
    }

    @Test
    void aKeyThatIsRepeatedByWhatATransportThrowsIsRedacted() {
        TransportFailedException failure = failed(callOn(request -> {
            throw new IllegalArgumentException(
                    "bad header: " + request.headers().first("authorization").orElseThrow());
        }));

        assertThat(traceOf(failure)).contains("bad header: Bearer [redacted]").doesNotContain(Fixture.KEY);
    }

    @Test
    void aKeyThatTheServerRepeatsIsInNothingThatCanBePrinted() {
        fixture.transport.then(FakeTransport.responds(
                401, "{\"status\":\"error\",\"message\":\"bad key " + Fixture.KEY + "\"}", "x-echo", Fixture.KEY));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(traceOf(failure)).contains("bad key [redacted]").doesNotContain(Fixture.KEY);
        assertThat(failure.body()).doesNotContain(Fixture.KEY);
        assertThat(failure.serverMessage()).isEqualTo("bad key [redacted]");
        assertThat(failure.headers().first("x-echo")).contains("[redacted]");
    }

    private TestSubscriber<DeletionReceipt> callOn(Function<TransportRequest, Mono<TransportResponse>> exchange) {
        HttpTransport broken = new HttpTransport() {
            @Override
            public Mono<TransportResponse> exchange(TransportRequest request) {
                return exchange.apply(request);
            }

            @Override
            public Mono<Void> closeLater() {
                return Mono.empty();
            }
        };
        return fixture.lease(unused -> Lease.owned(broken)).call();
    }

    private static TransportFailedException failed(TestSubscriber<DeletionReceipt> call) {
        return failure(TransportFailedException.class, call);
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
