package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

class CombinedListenersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RecordingListener first = new RecordingListener();
    private final RecordingListener second = new RecordingListener();

    @Test
    void eachReceivesEveryEventInOrder() {
        RecordingListener alone = new RecordingListener();
        makeCalls(alone);
        makeCalls(DeletionListener.all(List.of(first, second)));

        assertThat(first.events).isEqualTo(alone.events);
        assertThat(second.events).isEqualTo(alone.events);
    }

    @Test
    void noEventIsForgotten() {
        Set<String> received = new TreeSet<>();
        CallListener recording = listener((proxy, method, arguments) -> {
            received.add(method.getName());
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        });
        makeCalls(DeletionListener.all(List.of((request, context) -> recording)));

        assertThat(received)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CallListener.class.getMethods())
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void oneThatThrowsDoesNotAffectTheOthers() {
        List<DeletionListener> listeners = new ArrayList<>();
        listeners.add((request, context) -> {
            throw new IllegalStateException("odd");
        });
        CallListener throwing = listener((proxy, method, arguments) -> {
            throw new IllegalStateException("odd");
        });
        listeners.add((request, context) -> throwing);
        listeners.add(first);

        call(DeletionListener.all(listeners));

        assertThat(first.events).startsWith("callStarted", "context", "waiting").endsWith("succeeded CONFIRMED");
    }

    @Test
    void eachAddsToTheContextOfThePreviousOnes() {
        List<Context> contexts = new ArrayList<>();
        call(DeletionListener.all(List.of(adding("a", contexts), adding("b", contexts))));

        assertThat(contexts.get(1).<String>get("a")).isEqualTo("from a");
    }

    @Test
    void theHeadersOfAllAreSentAndOfTwoWithOneNameThatOfTheFirst() {
        Fixture fixture = new Fixture()
                .listener(DeletionListener.all(List.of(sending("a", "1"), sending("A", "2"), sending("b", "3"))));
        fixture.transport.always(succeeds());
        receipt(fixture.call());

        Headers sent = fixture.transport.requests.get(0).headers();
        assertThat(sent.all("a")).containsExactly("1");
        assertThat(sent.all("b")).containsExactly("3");
    }

    private static DeletionListener sending(String name, String value) {
        return (request, context) -> new CallListener() {
            @Override
            public Headers attemptHeaders(int attempt, URI uri) {
                return Headers.of(name, value);
            }
        };
    }

    @Test
    void ifNoneObservesACallThereIsNoWorkForItsEvents() {
        DeletionListener none = DeletionListener.all(List.of((request, context) -> CallListener.NOOP));

        assertThat(none.callStarted(Fixture.REQUEST, Context.empty())).isSameAs(CallListener.NOOP);
    }

    private static DeletionListener adding(String key, List<Context> contexts) {
        return (request, subscriber) -> new CallListener() {
            @Override
            public Context context(Context context) {
                contexts.add(context);
                return context.put(key, "from " + key);
            }
        };
    }

    private static CallListener listener(InvocationHandler handler) {
        return (CallListener) Proxy.newProxyInstance(
                CallListener.class.getClassLoader(), new Class<?>[] {CallListener.class}, handler);
    }

    private static void call(DeletionListener listener) {
        Fixture fixture = new Fixture().listener(listener);
        fixture.transport.always(succeeds());
        receipt(fixture.call());
    }

    /** A call that succeeds at its second attempt, one that is refused, and one that is cancelled. */
    private static void makeCalls(DeletionListener listener) {
        Fixture fixture = new Fixture()
                .policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
                .listener(listener);
        fixture.transport.then(
                fails(Kind.CONNECTION_LOST, true), succeeds().after(SendListener::sending), refuses(400), isSilent());
        TestSubscriber<DeletionReceipt> retried = fixture.call();
        fixture.pass(SECOND);
        receipt(retried);
        failure(ResponseException.class, fixture.call());
        fixture.call().cancel();
    }
}
