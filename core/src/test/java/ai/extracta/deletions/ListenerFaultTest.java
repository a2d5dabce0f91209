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
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** A broken listener affects no call. */
class ListenerFaultTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger("ai.extracta.deletions");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Fixture fixture =
            new Fixture().policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND));

    static Stream<Throwable> whateverItThrows() {
        return Stream.of(
                new IllegalStateException("odd"),
                new NoClassDefFoundError("odd"),
                new StackOverflowError("odd"),
                new AssertionError("odd"));
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @MethodSource("whateverItThrows")
    void whateverItThrowsEveryCallEndsAsItWould(Throwable thrown) {
        fixture.listener(throwing(thrown, true))
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), succeeds().after(SendListener::sending))
                .then(refuses(400))
                .then(isSilent(), succeeds());

        TestSubscriber<DeletionReceipt> tried = fixture.call();
        fixture.pass(SECOND);
        assertThat(receipt(tried).attempts()).isEqualTo(2);
        failure(ResponseException.class, fixture.call());
        fixture.call().cancel();
        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
    }

    @Test
    void itsFailuresAreLoggedOncePerKindOfEvent() {
        fixture.listener(throwing(new IllegalStateException("odd"), true))
                .transport
                .then(succeeds().after(SendListener::sending), succeeds(), refuses(400), isSilent());
        fixture.call();
        fixture.call();
        fixture.call();
        fixture.call().cancel();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(Stream.of(
                                "context",
                                "waiting",
                                "attemptStarted",
                                "attemptHeaders",
                                "attemptSent",
                                "attemptAnswered",
                                "attemptEnded",
                                "succeeded",
                                "failed",
                                "cancelled")
                        .map(event -> "The listener failed in " + event + "; later failures there are not logged")
                        .toArray(String[]::new));
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("odd");
    }

    @Test
    void ifItFailsWhenACallStartsThatCallHasNoListener() {
        fixture.listener(throwing(new IllegalStateException("odd"), false))
                .transport
                .then(succeeds());

        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The listener failed in callStarted; later failures there are not logged");
    }

    @Test
    void ifItReturnsNothingTheDefaultCounts() {
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public Context context(Context context) {
                        return null;
                    }

                    @Override
                    public Headers attemptHeaders(int attempt, URI uri) {
                        return null;
                    }
                })
                .transport
                .then(succeeds());
        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);

        Fixture other = new Fixture().listener((request, context) -> null);
        other.transport.then(succeeds());
        assertThat(receipt(other.call()).attempts()).isEqualTo(1);
        assertThat(log.list).isEmpty();
    }

    @Test
    void aListenerThatCancelsItsCallIsNotifiedOfThatLast() {
        RecordingListener recording = new RecordingListener() {
            @Override
            public void attemptAnswered(int attempt, int status) {
                super.attemptAnswered(attempt, status);
                running.cancel();
            }
        };
        running = TestSubscriber.create();
        fixture.listener(recording).transport.then(succeeds());

        fixture.client().delete(Fixture.REQUEST).subscribe(running);

        assertThat(recording.events).endsWith("attemptAnswered 1 200", "attemptEnded 1", "cancelled UNKNOWN");
        assertThat(running.getReceivedOnNext()).isEmpty();
    }

    private TestSubscriber<DeletionReceipt> running;

    /** Throws in every event, except in the first one if it starts well. */
    private static DeletionListener throwing(Throwable thrown, boolean startsWell) {
        return (DeletionListener) Proxy.newProxyInstance(
                ListenerFaultTest.class.getClassLoader(),
                new Class<?>[] {DeletionListener.class, CallListener.class},
                (proxy, method, args) -> {
                    if (startsWell && method.getName().equals("callStarted")) {
                        return proxy;
                    }
                    throw thrown;
                });
    }
}
