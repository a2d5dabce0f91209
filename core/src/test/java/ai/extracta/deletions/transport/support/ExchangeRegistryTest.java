package ai.extracta.deletions.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
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
class ExchangeRegistryTest {

    private static final TransportResponse RESPONSE = new TransportResponse(200, Headers.of(), ByteBuffer.allocate(0));

    private final TransportException lost = new TransportException(Kind.CONNECTION_LOST, true, "reset");
    private final ExchangeFixture fixture = new ExchangeFixture();

    @Test
    void nothingIsMadeBeforeSubscriptionAndNothingStartedBeforeDemand() {
        Mono<TransportResponse> mono = fixture.exchange();
        assertThat(fixture.created).isEmpty();
        TestSubscriber<TransportResponse> caller =
                TestSubscriber.builder().initialRequest(0).build();

        mono.subscribe(caller);
        assertThat(fixture.events).isEmpty();
        caller.request(1);
        caller.request(1);

        assertThat(fixture.events).containsExactly("pending", "start");
    }

    @Test
    void everySubscriptionIsItsOwnExchange() {
        Mono<TransportResponse> mono = fixture.exchange();

        mono.subscribe();
        mono.subscribe();

        assertThat(fixture.created).hasSize(2).doesNotHaveDuplicates();
        assertThat(fixture.events).containsExactly("pending", "start", "pending", "start");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingFailsAndCancelsExchangesInFlight(boolean sending) {
        TestSubscriber<TransportResponse> caller = fixture.start();
        if (sending) {
            fixture.created.get(0).beginSending();
        }

        fixture.registry.close();
        fixture.registry.close();

        TransportException failure = (TransportException) caller.expectTerminalError();
        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isEqualTo(sending);
        assertThat(failure).hasMessage("the transport was closed");
        assertThat(fixture.events).endsWith(sending ? "cancel sending" : "cancel waiting");
        assertThat(fixture.created.get(0).beginSending()).isFalse();
    }

    @Test
    void afterClosingNothingStarts() {
        fixture.registry.close();

        TransportException failure = (TransportException) fixture.start().expectTerminalError();

        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(fixture.events).doesNotContain("start", "sending");
    }

    @Test
    void closingIgnoresTerminatedExchanges() {
        TestSubscriber<TransportResponse> failed = fixture.start();
        fixture.created.get(0).fail(lost);
        TestSubscriber<TransportResponse> cancelled = fixture.start();
        cancelled.cancel();
        fixture.events.clear();

        fixture.registry.close();

        assertThat(fixture.events).isEmpty();
        assertThat(failed.expectTerminalError()).isSameAs(lost);
        assertThat(cancelled.isTerminated()).isFalse();
    }

    @Test
    void terminatedExchangesAreRemoved() {
        fixture.start();
        fixture.created.get(0).succeed(RESPONSE);
        fixture.start();
        fixture.created.get(1).fail(lost);
        fixture.start().cancel();
        fixture.start();

        assertThat(fixture.registry.inFlight()).containsExactly(fixture.created.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "3210", "1203", "2130", "0321"})
    void terminatedExchangesAreRemovedInAnyOrder(String order) {
        Stream.generate(fixture::start).limit(order.length()).forEach(caller -> {});
        List<Exchange> left = new ArrayList<>(fixture.created);

        order.chars()
                .map(Character::getNumericValue)
                .mapToObj(fixture.created::get)
                .forEach(next -> {
                    next.succeed(RESPONSE);
                    left.remove(next);
                    assertThat(fixture.registry.inFlight()).containsExactlyInAnyOrderElementsOf(left);
                });
    }

    @Test
    void anExchangeCancelledWhileItStartsIsRemoved() {
        TestSubscriber<TransportResponse> caller =
                TestSubscriber.builder().initialRequest(0).build();
        fixture.exchange().subscribe(caller);
        fixture.onPending = caller::cancel;

        caller.request(1);

        assertThat(fixture.events).contains("cancel waiting");
        assertThat(fixture.registry.inFlight()).isEmpty();
    }

    @Test
    void aMissingRequestIsRefusedImmediately() {
        assertThatNullPointerException()
                .isThrownBy(() -> fixture.registry.exchange(null, exchange -> null))
                .withMessage("request");
    }

    /** Closing drops the connection of a sent exchange, which would let a pending one acquire it. */
    @Test
    void nothingStartsSendingWhileTheRegistryCloses() {
        TestSubscriber<TransportResponse> sent = fixture.start();
        List<TestSubscriber<TransportResponse>> waiting =
                Stream.generate(fixture::start).limit(100).toList();
        List<Boolean> mayWrite = new ArrayList<>();
        fixture.created.get(0).beginSending();
        fixture.onCancel = () -> fixture.created.stream()
                .filter(other -> !other.isSending())
                .forEach(other -> mayWrite.add(other.beginSending()));

        fixture.registry.close();

        assertThat(mayWrite).isNotEmpty().containsOnly(false);
        assertThat(((TransportException) sent.expectTerminalError()).maybeSent())
                .isTrue();
        assertThat(waiting).allMatch(caller -> !((TransportException) caller.expectTerminalError()).maybeSent());
    }

    @Test
    void nothingIsSentInCleartextThroughAProxy() {
        ExchangeRegistry proxied = new ExchangeRegistry(TransportSettings.builder()
                .proxy(InetSocketAddress.createUnresolved("proxy.example", 3128))
                .build());
        TransportRequest cleartext = new TransportRequest(
                "DELETE", URI.create("http://api.example/v1"), Headers.of(), ByteBuffer.allocate(0));
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();

        proxied.exchange(cleartext, exchange -> {
                    fixture.created.add(exchange);
                    return new Exchange.Handler() {
                        @Override
                        public void start() {
                            fixture.events.add("start");
                        }

                        @Override
                        public void cancel(boolean sending) {
                            fixture.events.add("cancel");
                        }
                    };
                })
                .subscribe(caller);

        TransportException failure = (TransportException) caller.expectTerminalError();
        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("https");
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void aCancelledExchangeIsNotReportedAsSending() {
        TestSubscriber<TransportResponse> caller = fixture.start();
        caller.cancel();

        assertThat(fixture.created.get(0).beginSending()).isFalse();
        assertThat(fixture.events).doesNotContain("sending");
    }

    @Test
    void anInterimResponseIsRejected() {
        fixture.start();

        assertThat(fixture.created.get(0).checkHead(199, ""))
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL));
        assertThat(fixture.created.get(0).checkHead(200, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577", "99999999999999999999"})
    void aResponseWhoseContentLengthIsTooLargeIsRejected(String length) {
        fixture.start();

        assertThat(fixture.created.get(0).checkHead(200, length))
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(Kind.RESPONSE_TOO_LARGE));
        assertThat(fixture.created.get(0).checkHead(200, "1048576")).isEmpty();
    }
}
