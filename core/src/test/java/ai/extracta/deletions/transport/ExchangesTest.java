package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** All exchanges of a transport: how they begin, and what closing does to them. */
class ExchangesTest {

    private static final TransportResponse ANSWER = new TransportResponse(200, Headers.of(), ByteBuffer.allocate(0));

    private final TransportException lost = new TransportException(Kind.CONNECTION_LOST, true, "reset");
    private final Carriers carriers = new Carriers();

    @Test
    void nothingIsMadeBeforeSubscriptionAndNothingStartedBeforeDemand() {
        Mono<TransportResponse> mono = carriers.exchange();
        assertThat(carriers.made).isEmpty();
        TestSubscriber<TransportResponse> caller =
                TestSubscriber.builder().initialRequest(0).build();

        mono.subscribe(caller);
        assertThat(carriers.heard).isEmpty();
        caller.request(1);
        caller.request(1);

        assertThat(carriers.heard).containsExactly("withheld", "start");
    }

    @Test
    void everySubscriptionIsAnExchangeOfItsOwn() {
        Mono<TransportResponse> mono = carriers.exchange();

        mono.subscribe();
        mono.subscribe();

        assertThat(carriers.made).hasSize(2).doesNotHaveDuplicates();
        assertThat(carriers.heard).containsExactly("withheld", "start", "withheld", "start");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingFailsWhatIsUnderWayAndAbandonsIt(boolean sending) {
        TestSubscriber<TransportResponse> caller = carriers.start();
        if (sending) {
            carriers.made.get(0).beginSending();
        }

        carriers.exchanges.close();
        carriers.exchanges.close();

        TransportException failure = (TransportException) caller.expectTerminalError();
        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isEqualTo(sending);
        assertThat(failure).hasMessage("the transport was closed");
        assertThat(carriers.heard).endsWith(sending ? "abandon sending" : "abandon waiting");
        assertThat(carriers.made.get(0).beginSending()).isFalse();
    }

    @Test
    void afterClosingNothingStarts() {
        carriers.exchanges.close();

        TransportException failure = (TransportException) carriers.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(carriers.heard).doesNotContain("start", "sending");
    }

    @Test
    void closingDoesNotTouchWhatHasEnded() {
        TestSubscriber<TransportResponse> failed = carriers.start();
        carriers.made.get(0).fail(lost);
        TestSubscriber<TransportResponse> cancelled = carriers.start();
        cancelled.cancel();
        carriers.heard.clear();

        carriers.exchanges.close();

        assertThat(carriers.heard).isEmpty();
        assertThat(failed.expectTerminalError()).isSameAs(lost);
        assertThat(cancelled.isTerminated()).isFalse();
    }

    @Test
    void whatHasEndedIsForgotten() {
        carriers.start();
        carriers.made.get(0).succeed(ANSWER);
        carriers.start();
        carriers.made.get(1).fail(lost);
        carriers.start().cancel();
        carriers.start();

        assertThat(carriers.exchanges.underWay()).containsExactly(carriers.made.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "3210", "1203", "2130", "0321"})
    void whatHasEndedIsForgottenInWhateverOrder(String order) {
        Stream.generate(carriers::start).limit(order.length()).forEach(caller -> {});
        List<Exchange> left = new ArrayList<>(carriers.made);

        order.chars()
                .map(Character::getNumericValue)
                .mapToObj(carriers.made::get)
                .forEach(next -> {
                    next.succeed(ANSWER);
                    left.remove(next);
                    assertThat(carriers.exchanges.underWay()).containsExactlyInAnyOrderElementsOf(left);
                });
    }

    @Test
    void whatIsCancelledAtTheMomentItBeginsIsForgotten() {
        TestSubscriber<TransportResponse> caller =
                TestSubscriber.builder().initialRequest(0).build();
        carriers.exchange().subscribe(caller);
        carriers.onWithheld = caller::cancel;

        caller.request(1);

        assertThat(carriers.heard).contains("abandon waiting");
        assertThat(carriers.exchanges.underWay()).isEmpty();
    }

    @Test
    void aMissingRequestIsRefusedAtOnce() {
        assertThatNullPointerException()
                .isThrownBy(() -> carriers.exchanges.carry(null, exchange -> null))
                .withMessage("request");
    }

    /** Closing drops the connection of one that was sent, which would let one that waits have its place. */
    @Test
    void nothingBeginsToBeSentWhileItIsClosed() {
        TestSubscriber<TransportResponse> sent = carriers.start();
        List<TestSubscriber<TransportResponse>> waiting =
                Stream.generate(carriers::start).limit(100).toList();
        List<Boolean> mayWrite = new ArrayList<>();
        carriers.made.get(0).beginSending();
        carriers.onAbandon = () -> carriers.made.stream()
                .filter(other -> !other.isSending())
                .forEach(other -> mayWrite.add(other.beginSending()));

        carriers.exchanges.close();

        assertThat(mayWrite).isNotEmpty().containsOnly(false);
        assertThat(((TransportException) sent.expectTerminalError()).maybeSent())
                .isTrue();
        assertThat(waiting).allMatch(caller -> !((TransportException) caller.expectTerminalError()).maybeSent());
    }

    @Test
    void nothingIsSentThroughAProxyThatCouldReadIt() {
        Exchanges proxied = new Exchanges(TransportSettings.builder()
                .proxy(InetSocketAddress.createUnresolved("proxy.example", 3128))
                .build());
        TransportRequest inClear = new TransportRequest(
                "DELETE", URI.create("http://api.example/v1"), Headers.of(), ByteBuffer.allocate(0));
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();

        proxied.carry(inClear, exchange -> {
                    carriers.made.add(exchange);
                    return new Exchange.Carrier() {
                        @Override
                        public void start() {
                            carriers.heard.add("start");
                        }

                        @Override
                        public void abandon(boolean sending) {
                            carriers.heard.add("abandon");
                        }
                    };
                })
                .subscribe(caller);

        TransportException refusal = (TransportException) caller.expectTerminalError();
        assertThat(refusal.kind()).isEqualTo(Kind.PROXY);
        assertThat(refusal.maybeSent()).isFalse();
        assertThat(refusal).hasMessageContaining("https");
        assertThat(carriers.heard).isEmpty();
    }

    @Test
    void aCancelledExchangeIsNotAnnouncedAsBeingSent() {
        TestSubscriber<TransportResponse> caller = carriers.start();
        caller.cancel();

        assertThat(carriers.made.get(0).beginSending()).isFalse();
        assertThat(carriers.heard).doesNotContain("sending");
    }

    @Test
    void anInterimAnswerIsRefused() {
        carriers.start();

        assertThat(carriers.made.get(0).refusal(199, ""))
                .hasValueSatisfying(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.PROTOCOL));
        assertThat(carriers.made.get(0).refusal(200, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577", "99999999999999999999"})
    void anAnswerThatIsAnnouncedTooLargeIsRefused(String length) {
        carriers.start();

        assertThat(carriers.made.get(0).refusal(200, length))
                .hasValueSatisfying(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.RESPONSE_TOO_LARGE));
        assertThat(carriers.made.get(0).refusal(200, "1048576")).isEmpty();
    }
}
