package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.FakeTransport.Script;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which version of HTTP a call was made with. */
class HttpVersionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Optional<HttpVersion>> versions = new ArrayList<>();
    private final Fixture fixture = new Fixture().listener(listener());

    @Test
    void isInTheReceipt() {
        fixture.transport.then(over(HttpVersion.HTTP_2, succeeds()));

        assertThat(receipt(fixture.call()).httpVersion()).hasValue(HttpVersion.HTTP_2);
        assertThat(versions).containsExactly(Optional.of(HttpVersion.HTTP_2));
    }

    @Test
    void isInTheReceiptOfWhatIsAlreadyAbsent() {
        fixture.policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND))
                .transport
                .then(
                        over(HttpVersion.HTTP_2, fails(Kind.CONNECTION_LOST, true)),
                        over(HttpVersion.HTTP_1_1, refuses(404)));

        var call = fixture.call();
        fixture.pass(SECOND);

        assertThat(receipt(call).httpVersion()).hasValue(HttpVersion.HTTP_1_1);
        assertThat(versions).containsExactly(Optional.of(HttpVersion.HTTP_2), Optional.of(HttpVersion.HTTP_1_1));
    }

    @Test
    void isInTheFailureOfEachAttempt() {
        fixture.policy(RetryPolicy.when(failure -> true)
                        .withBackoff(SECOND, SECOND)
                        .withMaxAttempts(2))
                .transport
                .then(over(HttpVersion.HTTP_2, fails(Kind.CONNECTION_LOST, true)), fails(Kind.CONNECT, false));

        var call = fixture.call();
        fixture.pass(SECOND);

        DeletionException decisive = failure(DeletionException.class, call);
        assertThat(decisive.httpVersion()).hasValue(HttpVersion.HTTP_2);
        assertThat(((DeletionException) decisive.getSuppressed()[0]).httpVersion())
                .isEmpty();
        assertThat(versions).containsExactly(Optional.of(HttpVersion.HTTP_2), Optional.empty());
    }

    @Test
    void isInTheFailureOfARefusedCall() {
        fixture.transport.then(over(HttpVersion.HTTP_1_1, refuses(403)));

        assertThat(failure(DeletionException.class, fixture.call()).httpVersion())
                .hasValue(HttpVersion.HTTP_1_1);
    }

    @Test
    void isToldOfACancelledAttempt() {
        fixture.transport.then(over(HttpVersion.HTTP_2, isSilent()));

        fixture.call().cancel();

        assertThat(versions).containsExactly(Optional.of(HttpVersion.HTTP_2));
    }

    @Test
    void isEmptyIfTheTransportDoesNotSay() {
        fixture.transport.then(succeeds().after(SendListener::sending));

        assertThat(receipt(fixture.call()).httpVersion()).isEmpty();
    }

    private static Script over(HttpVersion version, Script script) {
        return script.after(listener -> listener.sending(version));
    }

    private DeletionListener listener() {
        return (request, options) -> new CallListener() {
            @Override
            public void attemptEnded(AttemptResult result) {
                versions.add(result.httpVersion());
            }
        };
    }
}
