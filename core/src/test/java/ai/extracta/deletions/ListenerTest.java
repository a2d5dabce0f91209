package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Which events a listener receives, and in which order. */
class ListenerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RecordingListener listener = new RecordingListener();
    private final Fixture fixture = new Fixture().listener(listener);

    @Test
    void ofACallThatSucceedsEveryStep() {
        fixture.transport.then(succeeds().after(SendListener::sending).after(SendListener::pending));

        fixture.call();

        assertThat(listener.events)
                .containsExactly(
                        "callStarted",
                        "context",
                        "waiting",
                        "attemptStarted 1",
                        "attemptSent 1",
                        "attemptAnswered 1 200",
                        "attemptEnded 1",
                        "succeeded CONFIRMED");
    }

    @Test
    void ofACallThatIsRetriedEveryAttempt() {
        fixture.policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), refuses(404));

        fixture.call();
        fixture.pass(SECOND);

        assertThat(listener.events)
                .containsExactly(
                        "callStarted",
                        "context",
                        "waiting",
                        "attemptStarted 1",
                        "attemptEnded 1",
                        "retrying UNKNOWN PT1S",
                        "waiting",
                        "attemptStarted 2",
                        "attemptAnswered 2 404",
                        "attemptEnded 2",
                        "succeeded ALREADY_ABSENT");
    }

    @Test
    void ofACallThatFailsTheOutcomeOverAllAttemptsAndOfEachRetryItsOwn() {
        fixture.policy(RetryPolicy.when(failure -> true).withBackoff(SECOND, SECOND))
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), refuses(429), fails(Kind.CONNECT, false));

        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND.multipliedBy(2));

        assertThat(failure(DeletionException.class, call).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(listener.events)
                .filteredOn(event -> event.startsWith("retrying") || event.startsWith("failed"))
                .containsExactly("retrying UNKNOWN PT1S", "retrying REFUSED PT1S", "failed UNKNOWN");
    }

    @Test
    void ofACallThatIsRejectedNoAttempt() {
        fixture.client().close();

        failure(CallRejectedException.class, fixture.call());

        assertThat(listener.events).containsExactly("callStarted", "context", "waiting", "failed NOT_SENT");
    }

    @Test
    void ofAnotherKeyThatItWasTriedImmediately() {
        int[] keyCount = new int[1];
        fixture.policy(RetryPolicy.safe())
                .key(ApiKey.supplier(() -> "key-number-" + ++keyCount[0]))
                .transport
                .then(refuses(401), succeeds());

        fixture.call();

        assertThat(listener.events)
                .containsSubsequence("attemptEnded 1", "retrying REFUSED PT0S", "waiting", "attemptStarted 2");
    }

    @Test
    void ofACancelWhileTheCallWaitsThatNothingWasSent() {
        fixture.limits(1, 1).transport.always(isSilent());
        TestSubscriber<DeletionReceipt> first = fixture.call();
        listener.events.clear();

        fixture.call().cancel();

        assertThat(listener.events).containsExactly("callStarted", "context", "waiting", "cancelled NOT_SENT");
        first.cancel();
    }

    @Test
    void ofACancelBeforeAnythingWasRequestedThatNothingWasSent() {
        TestSubscriber<DeletionReceipt> call =
                TestSubscriber.builder().initialRequest(0).build();
        fixture.client().delete(Fixture.REQUEST).subscribe(call);

        call.cancel();

        assertThat(listener.events).endsWith("cancelled NOT_SENT");
    }

    @Test
    void ofACancelInFlightWhatTheTransportSaid() {
        assertThat(eventsOfCancelling(isSilent())).endsWith("attemptStarted 1", "attemptEnded 1", "cancelled UNKNOWN");
        assertThat(eventsOfCancelling(isSilent().after(SendListener::pending)))
                .endsWith("attemptStarted 1", "attemptEnded 1", "cancelled NOT_SENT");
        assertThat(eventsOfCancelling(isSilent().after(SendListener::sending)))
                .endsWith("attemptSent 1", "attemptEnded 1", "cancelled UNKNOWN");
        assertThat(eventsOfCancelling(listener -> {
                    listener.pending();
                    return Mono.<ai.extracta.deletions.transport.TransportResponse>never()
                            .doOnCancel(listener::sending);
                }))
                .endsWith("attemptEnded 1", "cancelled UNKNOWN");
    }

    @Test
    void ofACancelBeforeTheKeyIsThereThatNothingWasSent() {
        fixture.key(ApiKey.supplier(TestPublisher.<String>create().mono()));

        fixture.call().cancel();

        assertThat(listener.events).endsWith("attemptStarted 1", "attemptEnded 1", "cancelled NOT_SENT");
    }

    @Test
    void ofACancelInAPauseWhatTheAttemptsBeforeAddUpTo() {
        fixture.policy(RetryPolicy.when(failure -> true).withBackoff(SECOND, SECOND))
                .transport
                .then(refuses(400).after(SendListener::sending));

        fixture.call().cancel();

        assertThat(listener.events).endsWith("retrying REFUSED PT1S", "cancelled REFUSED");
    }

    @Test
    void ofACancelAfterAnUnknownAttemptThatItMayHaveHappened() {
        fixture.policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), isSilent().after(SendListener::pending));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND);

        call.cancel();

        assertThat(listener.events).endsWith("attemptEnded 2", "cancelled UNKNOWN");
    }

    @Test
    void ofACancelAfterTheEndNothing() {
        fixture.transport.then(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        call.cancel();

        assertThat(listener.events).endsWith("succeeded CONFIRMED");
    }

    @Test
    void anAttemptEndsEvenIfWhatItThrowsIsNotCaughtByReactor() {
        fixture.key(ApiKey.supplier(() -> {
            throw new NoClassDefFoundError("the vault's client");
        }));

        fixture.call();

        assertThat(listener.events).endsWith("attemptStarted 1", "attemptEnded 1", "failed NOT_SENT");
    }

    @Test
    void anAttemptEndsBeforeItsSlotIsFree() {
        List<String> order = new ArrayList<>();
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public void attemptStarted(int attempt) {
                        order.add("started");
                    }

                    @Override
                    public void attemptEnded(AttemptResult result) {
                        order.add("ended");
                    }
                })
                .limits(1, 10)
                .transport
                .then(isSilent(), isSilent())
                .always(refuses(400));
        TestSubscriber<DeletionReceipt> first = fixture.call();
        fixture.call();
        fixture.call();
        fixture.call();

        first.cancel();
        fixture.pass(Duration.ofSeconds(10));

        assertThat(order)
                .containsExactly("started", "ended", "started", "ended", "started", "ended", "started", "ended");
    }

    @Test
    void theListenerOfACallIsTheOneReturnedForIt() {
        List<DeletionRequest> requests = new ArrayList<>();
        List<ContextView> contexts = new ArrayList<>();
        fixture.listener((request, context) -> {
                    requests.add(request);
                    contexts.add(context);
                    return listener;
                })
                .transport
                .then(succeeds());

        fixture.client()
                .delete(Fixture.REQUEST)
                .contextWrite(Context.of("trace", "t-1"))
                .subscribe();

        assertThat(requests).containsExactly(Fixture.REQUEST);
        assertThat(contexts.get(0).<String>get("trace")).isEqualTo("t-1");
        assertThat(listener.events).startsWith("context", "waiting").endsWith("succeeded CONFIRMED");
    }

    @Test
    void whatTheListenerAddsToTheContextReachesTheTransport() {
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public Context context(Context context) {
                        return context.put("span", context.<String>get("trace") + "/s-1");
                    }
                })
                .transport
                .then(succeeds());

        fixture.client()
                .delete(Fixture.REQUEST)
                .contextWrite(Context.of("trace", "t-1"))
                .subscribe();

        assertThat(fixture.transport.contexts.get(0).<String>get("span")).isEqualTo("t-1/s-1");
    }

    @Test
    void aListenerThatOverridesNothingChangesNothing() {
        fixture.listener((request, context) -> new CallListener() {})
                .policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
                .transport
                .then(fails(Kind.CONNECTION_LOST, true).after(SendListener::sending), succeeds(), isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND);

        assertThat(receipt(call).attempts()).isEqualTo(2);
        fixture.call().cancel();
        fixture.client().close();
        failure(CallRejectedException.class, fixture.call());
    }

    @Test
    void aBuilderTakesOne() {
        FakeTransport transport = new FakeTransport().always(succeeds());
        ClassificationDeletions.Builder builder = ClassificationDeletions.builder()
                .apiKey(ApiKey.of("key-1"))
                .transport(transport)
                .listener(listener);

        builder.build().deleteClassification("c").subscribe();

        assertThat(listener.events).startsWith("callStarted").endsWith("succeeded CONFIRMED");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.listener(null))
                .withMessage("listener");
    }

    private List<String> eventsOfCancelling(FakeTransport.Script script) {
        listener.events.clear();
        fixture.transport.then(script);
        fixture.call().cancel();
        return List.copyOf(listener.events);
    }
}
