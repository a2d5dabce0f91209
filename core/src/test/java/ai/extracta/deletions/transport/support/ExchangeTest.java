package ai.extracta.deletions.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** What an exchange decides for every transport, with a handler that only records its calls. */
class ExchangeTest {

    private static final TransportResponse RESPONSE = new TransportResponse(200, Headers.of(), ByteBuffer.allocate(0));
    private final TransportException lost = new TransportException(Kind.CONNECTION_LOST, true, "reset");

    private final ExchangeFixture fixture = new ExchangeFixture();

    @Test
    void anExchangeKnowsItsRequestAndTheContextOfItsCaller() {
        fixture.exchange().contextWrite(Context.of("trace", "t-1")).subscribe();

        assertThat(fixture.created.get(0).request()).isSameAs(fixture.request);
        assertThat(fixture.created.get(0).context().<String>get("trace")).isEqualTo("t-1");
    }

    @Test
    void aResponseCompletesIt() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        Exchange exchange = fixture.created.get(0);

        assertThat(exchange.isSending()).isFalse();
        assertThat(exchange.beginSending()).isTrue();
        assertThat(exchange.isSending()).isTrue();
        exchange.succeed(RESPONSE);

        assertThat(caller.getReceivedOnNext()).containsExactly(RESPONSE);
        assertThat(caller.isTerminatedComplete()).isTrue();
        assertThat(exchange.isSending()).isFalse();
        assertThat(fixture.events).containsExactly("pending", "start", "sending");
    }

    @Test
    void closingTheTransportEndsItAsClosedEvenIfItFailsMeanwhile() {
        List<TestSubscriber<TransportResponse>> callers = List.of(fixture.start(), fixture.start());
        TransportException refused = new TransportException(Kind.CONNECT, false, "the connection was closed");
        fixture.onCancel = () -> fixture.created.forEach(exchange -> exchange.fail(refused));

        fixture.registry.close();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.expectTerminalError())
                .isInstanceOfSatisfying(TransportException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
                    assertThat(failure.maybeSent()).isFalse();
                }));
    }

    @Test
    void itForgetsItsCallerOnceItHasEnded() {
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        fixture.exchange().contextWrite(Context.of("trace", "t-1")).subscribe(caller);
        Exchange exchange = fixture.created.get(0);
        boolean unused = exchange.beginSending();

        exchange.forgetCaller();
        assertThat(exchange.request()).isSameAs(fixture.request);
        exchange.succeed(RESPONSE);
        exchange.forgetCaller();

        assertThat(caller.getReceivedOnNext()).containsExactly(RESPONSE);
        assertThat(exchange.context().isEmpty()).isTrue();
        assertThat(exchange.request().listener()).isSameAs(SendListener.NOOP);
        assertThat(exchange.request().body()).isEqualTo(fixture.request.body());
    }

    @Test
    void aFailureTerminatesIt() {
        TestSubscriber<TransportResponse> caller = fixture.start();

        fixture.created.get(0).fail(lost);

        assertThat(caller.expectTerminalError()).isSameAs(lost);
        assertThat(fixture.events).containsExactly("pending", "start");
    }

    @Test
    void signalsAfterTerminationAreIgnored() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        Exchange exchange = fixture.created.get(0);
        exchange.succeed(RESPONSE);

        exchange.succeed(RESPONSE);
        exchange.fail(lost);
        caller.cancel();
        fixture.registry.close();

        assertThat(caller.getReceivedOnNext()).hasSize(1);
        assertThat(caller.isTerminatedError()).isFalse();
        assertThat(exchange.beginSending()).isFalse();
        assertThat(fixture.events).doesNotContain("cancel waiting", "cancel sending");
    }

    @Test
    void aCancelBeforeSendingCancelsThePendingAcquireAndForbidsWriting() {
        TestSubscriber<TransportResponse> caller = fixture.start();

        caller.cancel();

        assertThat(fixture.events).containsExactly("pending", "start", "cancel waiting");
        assertThat(fixture.created.get(0).beginSending()).isFalse();
        assertThat(fixture.created.get(0).isSending()).isFalse();
        fixture.created.get(0).succeed(RESPONSE);
        assertThat(caller.getReceivedOnNext()).isEmpty();
    }

    @Test
    void aCancelAfterSendingDropsTheConnection() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        fixture.created.get(0).beginSending();

        caller.cancel();
        caller.cancel();

        assertThat(fixture.events).containsExactly("pending", "start", "sending", "cancel sending");
    }

    @Test
    void aRequestThatIsCancelledWhileItIsWrittenKeepsItsBody() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        Exchange exchange = fixture.created.get(0);
        exchange.beginSending();

        caller.cancel();

        assertThat(exchange.request().body()).isEqualTo(fixture.request.body());
        assertThat(exchange.request().listener()).isNotSameAs(fixture.request.listener());
    }

    @Test
    void aRequestThatIsBeingWrittenWhenTheTransportIsClosedKeepsItsBody() {
        fixture.start();
        fixture.created.get(0).beginSending();

        fixture.registry.close();

        assertThat(fixture.created.get(0).request().body()).isEqualTo(fixture.request.body());
    }

    @Test
    void whatTheHandlerThrowsWhenItIsCancelledDoesNotReachTheCaller() {
        IllegalStateException thrown = new IllegalStateException("the event loop is closed");
        fixture.onCancel = () -> {
            throw thrown;
        };
        TestSubscriber<TransportResponse> caller = fixture.start();
        List<Throwable> dropped = new ArrayList<>();

        Hooks.onErrorDropped(dropped::add);
        try {
            caller.cancel();
        } finally {
            Hooks.resetOnErrorDropped();
        }

        assertThat(dropped).containsExactly(thrown);
    }

    @Test
    void whatAHandlerThrowsWhenAllAreClosedKeepsNoOtherFromFailing() {
        fixture.onCancel = () -> {
            throw new IllegalStateException("the event loop is closed");
        };
        List<TestSubscriber<TransportResponse>> callers = List.of(fixture.start(), fixture.start());

        Hooks.onErrorDropped(dropped -> {});
        try {
            fixture.registry.close();
        } finally {
            Hooks.resetOnErrorDropped();
        }

        assertThat(callers).allMatch(TestSubscriber::isTerminatedError);
    }

    @Test
    void afterACancelNothingIsEmitted() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        caller.cancel();

        fixture.created.get(0).succeed(RESPONSE);
        fixture.created.get(0).fail(lost);

        assertThat(caller.getReceivedOnNext()).isEmpty();
        assertThat(caller.isTerminated()).isFalse();
    }

    @Test
    void aCancelBeforeDemandStartsAndCancelsNothing() {
        fixture.exchange().subscribe(new CancelsImmediately());

        assertThat(fixture.created).hasSize(1);
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void sendingBeginsOnce() {
        fixture.start();

        assertThat(fixture.created.get(0).beginSending()).isTrue();
        assertThat(fixture.created.get(0).beginSending()).isFalse();
    }

    @Test
    void whatTheHandlerThrowsOnStartFailsTheExchangeAsNotSent() {
        fixture.onStart = () -> {
            throw new IllegalStateException(new ConnectException("refused"));
        };

        TransportException failure = (TransportException) fixture.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void whatTheHandlerThrowsAfterItBeganToSendFailsTheExchangeAsMaybeSent() {
        fixture.onStart = () -> {
            fixture.created.get(0).beginSending();
            throw new IllegalStateException(new IOException("reset"));
        };

        TransportException failure = (TransportException) fixture.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.maybeSent()).isTrue();
    }

    @Test
    void aHandlerThatCannotBeLinkedFailsTheExchange() {
        fixture.onStart = () -> {
            throw new NoClassDefFoundError("io/other/Client");
        };

        TransportException failure = (TransportException) fixture.start().expectTerminalError();

        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("io/other/Client");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorFailsTheExchangeAndDropsItsConnection(Error error, Kind kind) {
        TestSubscriber<TransportResponse> caller = fixture.start();
        fixture.created.get(0).beginSending();

        fixture.created.get(0).abort(error);

        assertThat(caller.expectTerminalError()).isInstanceOfSatisfying(TransportException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.maybeSent()).isTrue();
            assertThat(failure).hasCause(error);
        });
        assertThat(fixture.events).endsWith("cancel sending");
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new OutOfMemoryError("heap"), Kind.INTERNAL),
                Arguments.of(new StackOverflowError(), Kind.INTERNAL),
                Arguments.of(new AssertionError("odd"), Kind.INTERNAL),
                Arguments.of(new NoSuchMethodError("contextView"), Kind.INCOMPATIBLE_LIBRARY));
    }

    @Test
    void anErrorOfTheListenerFailsTheExchangeAsNotSent() {
        fixture.onPending = () -> {
            throw new AssertionError("odd");
        };

        assertThat(fixture.start().expectTerminalError())
                .isInstanceOfSatisfying(TransportException.class, failure -> assertThat(failure.maybeSent())
                        .isFalse());
    }

    @Test
    void anErrorOfTheHandlerFactoryFailsTheExchangeAsNotSent() {
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        fixture.registry
                .exchange(fixture.request, exchange -> {
                    throw new NoClassDefFoundError("io/netty/Missing");
                })
                .subscribe(caller);

        assertThat(caller.expectTerminalError())
                .isInstanceOfSatisfying(TransportException.class, failure -> assertThat(failure.maybeSent())
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00000000000000000000001048576", "", "000"})
    void aLengthIsANumberWhateverItsZeros(String contentLength) {
        fixture.start();

        assertThat(fixture.created.get(0).checkHead(200, contentLength)).isEmpty();
    }

    private static final class CancelsImmediately extends BaseSubscriber<TransportResponse> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            cancel();
            subscription.request(1);
        }
    }
}
