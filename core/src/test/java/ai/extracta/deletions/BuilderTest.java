package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.internal.call.ClientTimer;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class BuilderTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeTransport transport = new FakeTransport();
    private final ClassificationDeletions.Builder builder =
            ClassificationDeletions.builder().apiKey(ApiKey.of("key-1")).transport(transport);

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(change(b -> b.deadline(Duration.ZERO)), "deadline is PT0S; it must be more than zero"),
                Arguments.of(
                        change(b -> b.deadline(Duration.ofNanos(-1))),
                        "deadline is PT-0.000000001S; it must be more than zero"),
                Arguments.of(
                        change(b -> b.attemptDeadline(Duration.ZERO)),
                        "attemptDeadline is PT0S; it must be more than zero"),
                Arguments.of(
                        change(b -> b.attemptDeadline(Duration.ofDays(-1))),
                        "attemptDeadline is PT-24H; it must be more than zero"),
                Arguments.of(change(b -> b.maxInFlight(0)), "maxInFlight is 0; it must be at least 1"),
                Arguments.of(change(b -> b.maxInFlight(-5)), "maxInFlight is -5; it must be at least 1"),
                Arguments.of(change(b -> b.maxWaiting(-1)), "maxWaiting is -1; it must not be negative"));
    }

    static Stream<Consumer<ClassificationDeletions.Builder>> missing() {
        return Stream.of(
                b -> b.apiKey(null),
                b -> b.baseUri(null),
                b -> b.transport((HttpTransport) null),
                b -> b.transport((String) null),
                b -> b.transportSettings(null),
                b -> b.retryPolicy(null),
                b -> b.deadline(null),
                b -> b.attemptDeadline(null));
    }

    private static Consumer<ClassificationDeletions.Builder> change(Consumer<ClassificationDeletions.Builder> change) {
        return change;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aValueThatCannotBeUsedIsRefusedByName(Consumer<ClassificationDeletions.Builder> change, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.accept(builder))
                .withMessage(message);
    }

    @ParameterizedTest
    @MethodSource("missing")
    void aMissingValueIsRefused(Consumer<ClassificationDeletions.Builder> change) {
        assertThatNullPointerException().isThrownBy(() -> change.accept(builder));
    }

    @Test
    void withoutAKeyThereIsNoClient() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        ClassificationDeletions.builder().transport(transport).build())
                .withMessage("there is no API key; call apiKey(ApiKey.fromEnvironment())");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example", "ftp://api.example", "https://api.example?q", "api.example"})
    void aBaseUriThatCannotBeUsedIsRefusedByBuild(URI base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.baseUri(base).build())
                .withMessageStartingWith("the base URI ");
    }

    @Test
    void withoutASettingTheApiIsExtractas() {
        assertThat(uriOf(builder))
                .hasToString("https://api.extracta.ai/api/v1/documentClassification/deleteClassification");
    }

    @Test
    void theApiCanBeElsewhere() {
        assertThat(uriOf(builder.baseUri(URI.create("https://eu.example/v2/"))))
                .hasToString("https://eu.example/v2/documentClassification/deleteClassification");
    }

    @Test
    void plainHttpToAnotherMachineCanBeAllowed() {
        assertThat(uriOf(builder.allowInsecureHttp().baseUri(URI.create("http://api.example"))))
                .hasToString("http://api.example/documentClassification/deleteClassification");
    }

    @Test
    void theKeyIsSent() {
        uriOf(builder);

        assertThat(transport.requests.get(0).headers().first("authorization")).contains("Bearer key-1");
    }

    @Test
    void changingTheBuilderLaterDoesNotChangeTheClient() {
        transport.always(succeeds());
        ClassificationDeletions client = builder.build();

        builder.apiKey(ApiKey.of("key-2"))
                .baseUri(URI.create("https://other.example"))
                .transport(new FakeTransport())
                .maxInFlight(1)
                .deadline(Duration.ofNanos(1));

        call(client, transport.always(succeeds()));
        assertThat(transport.requests.get(0).uri().getHost()).isEqualTo("api.extracta.ai");
        assertThat(transport.requests.get(0).headers().first("authorization")).contains("Bearer key-1");
    }

    @Test
    void oneBuilderBuildsSeveralClientsThatShareNothing() {
        transport.always(succeeds());
        ClassificationDeletions first = builder.build();
        ClassificationDeletions second = builder.build();

        first.close();

        StepVerifier.create(second.deleteClassification("c"))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(first.deleteClassification("c"))
                .expectError(CallRejectedException.class)
                .verify(LIMIT);
    }

    @Test
    void aBorrowedTransportIsNotClosed() {
        builder.build().close();

        assertThat(transport.closings).isZero();
    }

    @Test
    void theNumberInFlightAndThatWaitingCanBeSet() {
        transport.always(isSilent());
        ClassificationDeletions client = builder.maxInFlight(2).maxWaiting(1).build();

        TestSubscriber<?>[] calls = calls(client, 4);

        assertThat(transport.exchanges()).isEqualTo(2);
        assertThat(calls).extracting(TestSubscriber::isTerminatedError).containsExactly(false, false, false, true);
    }

    @Test
    void noCallNeedBeLetToWait() {
        transport.always(isSilent());

        TestSubscriber<?>[] calls = calls(builder.maxInFlight(1).maxWaiting(0).build(), 2);

        assertThat(calls).extracting(TestSubscriber::isTerminatedError).containsExactly(false, true);
    }

    @Test
    void withoutASettingSixteenAreInFlightAndTenThousandWait() {
        transport.always(isSilent());

        TestSubscriber<?>[] calls = calls(builder.build(), 10_017);

        assertThat(transport.exchanges()).isEqualTo(16);
        assertThat(Stream.of(calls).filter(TestSubscriber::isTerminatedError)).containsExactly(calls[10_016]);
    }

    @Test
    void theRetryPolicyCanBeSet() {
        transport.always(refuses(500));
        RetryPolicy eager = RetryPolicy.includingUnknown().withMaxAttempts(4).withBackoff(Duration.ZERO, Duration.ZERO);

        StepVerifier.create(builder.retryPolicy(eager).build().deleteClassification("c"))
                .expectError()
                .verify(LIMIT);

        assertThat(transport.exchanges()).isEqualTo(4);
    }

    @Test
    void withoutASettingThePolicyIsTheSafeOne() {
        transport.always(refuses(429, "retry-after", "0"));

        StepVerifier.create(builder.build().deleteClassification("c"))
                .expectError()
                .verify(LIMIT);

        assertThat(transport.exchanges()).isEqualTo(3);
    }

    @Test
    void theDeadlinesCanBeSet() {
        transport.always(isSilent());

        assertThat(endOf(builder.attemptDeadline(Duration.ofSeconds(2)))).isEqualTo(Duration.ofSeconds(2));
        assertThat(endOf(builder.attemptDeadline(Duration.ofSeconds(1)).deadline(Duration.ofSeconds(1))))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aDeadlineBelowTheDefaultOfAnAttemptEndsTheCall() {
        transport.always(isSilent());

        assertThat(endOf(builder.deadline(Duration.ofSeconds(3)))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aClientNamesHostTransportAndLimitsButNoKey() {
        assertThat(builder.baseUri(URI.create("https://api.example:8443/v1"))
                        .maxInFlight(3)
                        .build()
                        .toString())
                .contains("host=api.example:8443", "inFlight=0 of 3", "waiting=0 of 10000", "deadline=PT30S")
                .doesNotContain(Fixture.KEY);
    }

    @Test
    void aDecoratorCanAddAHeader() {
        transport.always(succeeds());
        ClassificationDeletions client = builder.transportDecorator(
                        plain -> plain.mapRequests((request, context) -> request.withHeader("X-Gateway-Key", "g-1")
                                .withHeader("traceparent", context.getOrDefault("trace", "none"))))
                .build();

        StepVerifier.create(client.deleteClassification("c").contextWrite(context -> context.put("trace", "00-1")))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);

        assertThat(transport.requests.get(0).headers().first("x-gateway-key")).contains("g-1");
        assertThat(transport.requests.get(0).headers().first("traceparent")).contains("00-1");
        assertThat(transport.requests.get(0).headers().first("authorization")).contains("Bearer key-1");
    }

    /** Kotlin throws checked exceptions anywhere. */
    static Stream<Exception> failuresOfADecorator() {
        return Stream.of(new IllegalStateException("no gateway key"), new IOException("no gateway key"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfADecorator")
    void aDecoratorThatThrowsKeepsTheRequestFromBeingSent(Exception thrown) {
        ClassificationDeletions client = builder.transportDecorator(
                        plain -> plain.mapRequests((request, context) -> sneaky(thrown)))
                .build();

        StepVerifier.create(client.deleteClassification("c"))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(TransportFailedException.class, e -> assertThat(e.outcome())
                                .isEqualTo(Outcome.NOT_SENT))
                        .hasMessageContaining("no gateway key"))
                .verify(LIMIT);
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void withoutASettingAnAttemptHasTenSecondsAndACallThirty() {
        transport.always(isSilent());
        RetryPolicy stubborn =
                RetryPolicy.includingUnknown().withMaxAttempts(9).withBackoff(Duration.ZERO, Duration.ZERO);

        assertThat(endOf(builder.retryPolicy(RetryPolicy.none()))).isEqualTo(Duration.ofSeconds(10));
        assertThat(endOf(builder.retryPolicy(stubborn))).isEqualTo(Duration.ofSeconds(30));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> TransportRequest sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** After how long a call fails. */
    private static Duration endOf(ClassificationDeletions.Builder builder) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
        ClientFactory.create(builder, new ClientTimer(time, () -> {}))
                .deleteClassification("c")
                .subscribe(call);
        for (int seconds = 1; seconds < 100; seconds++) {
            time.advanceTimeBy(Duration.ofSeconds(1));
            if (call.isTerminatedError()) {
                assertThat(call.expectTerminalError()).isInstanceOf(TransportFailedException.class);
                return Duration.ofSeconds(seconds);
            }
        }
        throw new AssertionError("the call has no end");
    }

    private URI uriOf(ClassificationDeletions.Builder changed) {
        call(changed.build(), transport.always(succeeds()));
        return transport.requests.get(0).uri();
    }

    private static void call(ClassificationDeletions client, FakeTransport transport) {
        StepVerifier.create(client.deleteClassification("c"))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        assertThat(transport.exchanges()).isEqualTo(1);
    }

    private static TestSubscriber<?>[] calls(ClassificationDeletions client, int number) {
        TestSubscriber<?>[] calls = new TestSubscriber<?>[number];
        for (int i = 0; i < number; i++) {
            TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
            client.deleteClassification("c").subscribe(call);
            calls[i] = call;
        }
        return calls;
    }
}
