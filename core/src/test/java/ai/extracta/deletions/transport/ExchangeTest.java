package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** What an exchange decides for every transport, on a carrier that only writes down what it is told. */
class ExchangeTest {

    private static final TransportResponse ANSWER = new TransportResponse(200, Headers.of(), ByteBuffer.allocate(0));
    private final TransportException lost = new TransportException(Kind.CONNECTION_LOST, true, "reset");

    private final List<String> heard = new ArrayList<>();
    private final List<Exchange> made = new ArrayList<>();
    private final Exchanges exchanges = new Exchanges();
    private final TransportRequest request = new TransportRequest(
            "DELETE", URI.create("https://api.example/v1"), Headers.of(), ByteBuffer.allocate(0), listener());
    private Runnable onStart = () -> {};

    @Test
    void nothingIsMadeBeforeSubscriptionAndNothingStartedBeforeDemand() {
        Mono<TransportResponse> mono = exchange();
        assertThat(made).isEmpty();
        TestSubscriber<TransportResponse> caller =
                TestSubscriber.builder().initialRequest(0).build();

        mono.subscribe(caller);
        assertThat(heard).isEmpty();
        caller.request(1);
        caller.request(1);

        assertThat(heard).containsExactly("withheld", "start");
    }

    @Test
    void everySubscriptionIsAnExchangeOfItsOwn() {
        Mono<TransportResponse> mono = exchange();

        mono.subscribe();
        mono.subscribe();

        assertThat(made).hasSize(2).doesNotHaveDuplicates();
        assertThat(heard).containsExactly("withheld", "start", "withheld", "start");
    }

    @Test
    void anExchangeKnowsItsRequestAndTheContextOfItsCaller() {
        exchange().contextWrite(Context.of("trace", "t-1")).subscribe();

        assertThat(made.get(0).request()).isSameAs(request);
        assertThat(made.get(0).context().<String>get("trace")).isEqualTo("t-1");
    }

    @Test
    void anAnswerEndsIt() {
        TestSubscriber<TransportResponse> caller = start();
        Exchange exchange = made.get(0);

        assertThat(exchange.isSending()).isFalse();
        assertThat(exchange.beginSending()).isTrue();
        assertThat(exchange.isSending()).isTrue();
        exchange.succeed(ANSWER);

        assertThat(caller.getReceivedOnNext()).containsExactly(ANSWER);
        assertThat(caller.isTerminatedComplete()).isTrue();
        assertThat(exchange.isSending()).isFalse();
        assertThat(heard).containsExactly("withheld", "start", "sending");
    }

    @Test
    void aFailureEndsIt() {
        TestSubscriber<TransportResponse> caller = start();

        made.get(0).fail(lost);

        assertThat(caller.expectTerminalError()).isSameAs(lost);
        assertThat(heard).containsExactly("withheld", "start");
    }

    @Test
    void whatComesAfterTheEndIsNotHeard() {
        TestSubscriber<TransportResponse> caller = start();
        Exchange exchange = made.get(0);
        exchange.succeed(ANSWER);

        exchange.succeed(ANSWER);
        exchange.fail(lost);
        caller.cancel();
        exchanges.close();

        assertThat(caller.getReceivedOnNext()).hasSize(1);
        assertThat(caller.isTerminatedError()).isFalse();
        assertThat(exchange.beginSending()).isFalse();
        assertThat(heard).doesNotContain("abandon waiting", "abandon sending");
    }

    @Test
    void aCancelBeforeSendingAbandonsThePlaceInTheQueueAndForbidsToWrite() {
        TestSubscriber<TransportResponse> caller = start();

        caller.cancel();

        assertThat(heard).containsExactly("withheld", "start", "abandon waiting");
        assertThat(made.get(0).beginSending()).isFalse();
    }

    @Test
    void aCancelAfterSendingAbandonsTheConnection() {
        TestSubscriber<TransportResponse> caller = start();
        made.get(0).beginSending();

        caller.cancel();
        caller.cancel();

        assertThat(heard).containsExactly("withheld", "start", "sending", "abandon sending");
    }

    @Test
    void afterACancelNothingIsHeard() {
        TestSubscriber<TransportResponse> caller = start();
        caller.cancel();

        made.get(0).succeed(ANSWER);
        made.get(0).fail(lost);

        assertThat(caller.getReceivedOnNext()).isEmpty();
        assertThat(caller.isTerminated()).isFalse();
    }

    @Test
    void aCancelBeforeDemandStartsAndAbandonsNothing() {
        exchange().subscribe(new CancelsAtOnce());

        assertThat(made).hasSize(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void sendingBeginsOnce() {
        start();

        assertThat(made.get(0).beginSending()).isTrue();
        assertThat(made.get(0).beginSending()).isFalse();
    }

    @Test
    void whatTheCarrierThrowsWhenItStartsFailsTheExchangeAsNotSent() {
        onStart = () -> {
            throw new IllegalStateException(new ConnectException("refused"));
        };

        TransportException failure = (TransportException) start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void whatTheCarrierThrowsAfterItBeganToSendFailsTheExchangeAsMaybeSent() {
        onStart = () -> {
            made.get(0).beginSending();
            throw new IllegalStateException(new IOException("reset"));
        };

        TransportException failure = (TransportException) start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.maybeSent()).isTrue();
    }

    @Test
    void aCarrierThatCannotBeLinkedFailsTheExchange() {
        onStart = () -> {
            throw new NoClassDefFoundError("io/other/Client");
        };

        TransportException failure = (TransportException) start().expectTerminalError();

        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("io/other/Client");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingFailsWhatIsUnderWayAndAbandonsIt(boolean sending) {
        TestSubscriber<TransportResponse> caller = start();
        if (sending) {
            made.get(0).beginSending();
        }

        exchanges.close();
        exchanges.close();

        TransportException failure = (TransportException) caller.expectTerminalError();
        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isEqualTo(sending);
        assertThat(failure).hasMessage("the transport was closed");
        assertThat(heard).endsWith(sending ? "abandon sending" : "abandon waiting");
        assertThat(made.get(0).beginSending()).isFalse();
    }

    @Test
    void afterClosingNothingStarts() {
        exchanges.close();

        TransportException failure = (TransportException) start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(heard).doesNotContain("start", "sending");
    }

    @Test
    void closingDoesNotTouchWhatHasEnded() {
        TestSubscriber<TransportResponse> failed = start();
        made.get(0).fail(lost);
        TestSubscriber<TransportResponse> cancelled = start();
        cancelled.cancel();
        heard.clear();

        exchanges.close();

        assertThat(heard).isEmpty();
        assertThat(failed.expectTerminalError()).isSameAs(lost);
        assertThat(cancelled.isTerminated()).isFalse();
    }

    @Test
    void aMissingRequestIsRefusedAtOnce() {
        assertThatNullPointerException()
                .isThrownBy(() -> exchanges.carry(null, Recorder::new))
                .withMessage("request");
    }

    private TestSubscriber<TransportResponse> start() {
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        exchange().subscribe(caller);
        return caller;
    }

    private Mono<TransportResponse> exchange() {
        return exchanges.carry(request, exchange -> {
            made.add(exchange);
            return new Recorder(exchange);
        });
    }

    private SendListener listener() {
        return new SendListener() {
            @Override
            public void withheld() {
                heard.add("withheld");
            }

            @Override
            public void sending() {
                heard.add("sending");
            }
        };
    }

    private final class Recorder implements Exchange.Carrier {

        Recorder(Exchange exchange) {
            assertThat(exchange).isNotNull();
        }

        @Override
        public void start() {
            heard.add("start");
            onStart.run();
        }

        @Override
        public void abandon(boolean sending) {
            heard.add(sending ? "abandon sending" : "abandon waiting");
        }
    }

    private static final class CancelsAtOnce extends BaseSubscriber<TransportResponse> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            cancel();
            subscription.request(1);
        }
    }
}
