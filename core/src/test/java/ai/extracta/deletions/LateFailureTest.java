package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** A failure that races with the timeout is not reported twice. */
class LateFailureTest {

    private final Fixture fixture = new Fixture();
    private final List<Throwable> dropped = new ArrayList<>();

    @BeforeEach
    void watchWhatReactorWouldLog() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void stopWatching() {
        Hooks.resetOnErrorDropped();
    }

    @Test
    void isNotDroppedForReactorToLogItAsAnError() {
        fixture.transport.then(listener -> new FailingWhenCancelled());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofSeconds(10));

        assertThat(Fixture.failure(TransportFailedException.class, call).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(dropped).isEmpty();
    }

    @Test
    void isNotDroppedEitherWhenItMeetsACancel() {
        AtomicReference<TestSubscriber<DeletionReceipt>> call = new AtomicReference<>();
        fixture.listener((request, context) -> new CallListener() {
                    @Override
                    public void attemptEnded(AttemptResult result) {
                        call.get().cancel();
                    }
                })
                .transport
                .then(FakeTransport.isSilent());
        call.set(fixture.call());

        fixture.pass(Duration.ofSeconds(10));

        assertThat(call.get().isTerminated()).isFalse();
        assertThat(dropped).isEmpty();
    }

    /** A failure that races with the timeout. */
    private static final class FailingWhenCancelled extends Mono<TransportResponse> {

        @Override
        public void subscribe(CoreSubscriber<? super TransportResponse> actual) {
            actual.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    // Nothing comes before the cancel.
                }

                @Override
                public void cancel() {
                    actual.onError(new TransportException(Kind.CONNECTION_LOST, true, "lost just now"));
                }
            });
        }
    }
}
