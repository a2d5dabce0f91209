package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** What an exchange decides for every transport, on a carrier that only writes down what it is told. */
class ExchangeTest {

    private static final TransportResponse ANSWER = new TransportResponse(200, Headers.of(), ByteBuffer.allocate(0));
    private final TransportException lost = new TransportException(Kind.CONNECTION_LOST, true, "reset");

    private final Carriers carriers = new Carriers();

    @Test
    void anExchangeKnowsItsRequestAndTheContextOfItsCaller() {
        carriers.exchange().contextWrite(Context.of("trace", "t-1")).subscribe();

        assertThat(carriers.made.get(0).request()).isSameAs(carriers.request);
        assertThat(carriers.made.get(0).context().<String>get("trace")).isEqualTo("t-1");
    }

    @Test
    void anAnswerEndsIt() {
        TestSubscriber<TransportResponse> caller = carriers.start();
        Exchange exchange = carriers.made.get(0);

        assertThat(exchange.isSending()).isFalse();
        assertThat(exchange.beginSending()).isTrue();
        assertThat(exchange.isSending()).isTrue();
        exchange.succeed(ANSWER);

        assertThat(caller.getReceivedOnNext()).containsExactly(ANSWER);
        assertThat(caller.isTerminatedComplete()).isTrue();
        assertThat(exchange.isSending()).isFalse();
        assertThat(carriers.heard).containsExactly("withheld", "start", "sending");
    }

    @Test
    void aFailureEndsIt() {
        TestSubscriber<TransportResponse> caller = carriers.start();

        carriers.made.get(0).fail(lost);

        assertThat(caller.expectTerminalError()).isSameAs(lost);
        assertThat(carriers.heard).containsExactly("withheld", "start");
    }

    @Test
    void whatComesAfterTheEndIsNotHeard() {
        TestSubscriber<TransportResponse> caller = carriers.start();
        Exchange exchange = carriers.made.get(0);
        exchange.succeed(ANSWER);

        exchange.succeed(ANSWER);
        exchange.fail(lost);
        caller.cancel();
        carriers.exchanges.close();

        assertThat(caller.getReceivedOnNext()).hasSize(1);
        assertThat(caller.isTerminatedError()).isFalse();
        assertThat(exchange.beginSending()).isFalse();
        assertThat(carriers.heard).doesNotContain("abandon waiting", "abandon sending");
    }

    @Test
    void aCancelBeforeSendingAbandonsThePlaceInTheQueueAndForbidsToWrite() {
        TestSubscriber<TransportResponse> caller = carriers.start();

        caller.cancel();

        assertThat(carriers.heard).containsExactly("withheld", "start", "abandon waiting");
        assertThat(carriers.made.get(0).beginSending()).isFalse();
        assertThat(carriers.made.get(0).isSending()).isFalse();
        carriers.made.get(0).succeed(ANSWER);
        assertThat(caller.getReceivedOnNext()).isEmpty();
    }

    @Test
    void aCancelAfterSendingAbandonsTheConnection() {
        TestSubscriber<TransportResponse> caller = carriers.start();
        carriers.made.get(0).beginSending();

        caller.cancel();
        caller.cancel();

        assertThat(carriers.heard).containsExactly("withheld", "start", "sending", "abandon sending");
    }

    @Test
    void afterACancelNothingIsHeard() {
        TestSubscriber<TransportResponse> caller = carriers.start();
        caller.cancel();

        carriers.made.get(0).succeed(ANSWER);
        carriers.made.get(0).fail(lost);

        assertThat(caller.getReceivedOnNext()).isEmpty();
        assertThat(caller.isTerminated()).isFalse();
    }

    @Test
    void aCancelBeforeDemandStartsAndAbandonsNothing() {
        carriers.exchange().subscribe(new CancelsAtOnce());

        assertThat(carriers.made).hasSize(1);
        assertThat(carriers.heard).isEmpty();
    }

    @Test
    void sendingBeginsOnce() {
        carriers.start();

        assertThat(carriers.made.get(0).beginSending()).isTrue();
        assertThat(carriers.made.get(0).beginSending()).isFalse();
    }

    @Test
    void whatTheCarrierThrowsWhenItStartsFailsTheExchangeAsNotSent() {
        carriers.onStart = () -> {
            throw new IllegalStateException(new ConnectException("refused"));
        };

        TransportException failure = (TransportException) carriers.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void whatTheCarrierThrowsAfterItBeganToSendFailsTheExchangeAsMaybeSent() {
        carriers.onStart = () -> {
            carriers.made.get(0).beginSending();
            throw new IllegalStateException(new IOException("reset"));
        };

        TransportException failure = (TransportException) carriers.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.maybeSent()).isTrue();
    }

    @Test
    void aCarrierThatCannotBeLinkedFailsTheExchange() {
        carriers.onStart = () -> {
            throw new NoClassDefFoundError("io/other/Client");
        };

        TransportException failure = (TransportException) carriers.start().expectTerminalError();

        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("io/other/Client");
    }

    private static final class CancelsAtOnce extends BaseSubscriber<TransportResponse> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            cancel();
            subscription.request(1);
        }
    }
}
