package ai.extracta.deletions;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Answer;
import ai.extracta.deletions.internal.BearerToken;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/** One attempt: asks for the key, sends, and says what is known when the time is up. */
final class Attempt implements SendListener {

    private enum Phase {
        ASKING_FOR_KEY,
        GIVEN_UP_BEFORE_SENDING,
        /** With the transport, which has not said whether it sends already: it must be assumed. */
        WITH_TRANSPORT,
        WITHHELD,
        SENDING
    }

    private final CallSettings settings;
    private final HttpTransport transport;
    private final DeletionRequest request;
    private final ByteBuffer body;
    private final AttemptFailure.@Nullable Unconfirmed keyRefusal;
    private final DeletionListener listener;
    private final int number;
    private volatile Subscription exchange = Operators.emptySubscription();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.ASKING_FOR_KEY);

    Attempt(
            CallSettings settings,
            HttpTransport transport,
            DeletionRequest request,
            ByteBuffer body,
            AttemptFailure.@Nullable Unconfirmed keyRefusal,
            DeletionListener listener,
            int number) {
        this.settings = settings;
        this.transport = transport;
        this.request = request;
        this.body = body;
        this.keyRefusal = keyRefusal;
        this.listener = listener;
        this.number = number;
    }

    /**
     * Emits an answer that confirms the deletion, or fails with an {@link AttemptFailure}: with the very refusal that it
     * follows if there is still no other key, since then nothing is sent and nothing is new.
     */
    Mono<Answer> run(Duration limit, Scheduler timer, Consumer<AttemptFailure> beforeTheSlotIsFree) {
        return settings.apiKey()
                .token()
                .flatMap(this::exchange)
                .doOnCancel(this::giveUpBeforeSending)
                .onErrorMap(this::failureOf)
                // A failure that meets the timeout would be dropped, and logged by Reactor as an error; a value is not.
                .materialize()
                .timeout(limit, Mono.fromSupplier(() -> Signal.error(timedOut(limit))), timer)
                .<Answer>dematerialize()
                .doOnError(AttemptFailure.class, beforeTheSlotIsFree);
    }

    private Mono<Answer> exchange(BearerToken token) {
        if (keyRefusal != null && keyRefusal.answer().isTo(token)) {
            return Mono.error(keyRefusal);
        }
        if (!phase.compareAndSet(Phase.ASKING_FOR_KEY, Phase.WITH_TRANSPORT)) {
            return Mono.never();
        }
        return Mono.defer(() -> transport.exchange(
                        new TransportRequest("DELETE", settings.endpoints().of(request), token.headers(), body, this)))
                .transform(Operators.<TransportResponse, TransportResponse>lift((mono, actual) -> withdrawable(actual)))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the transport ended without an answer")))
                .onErrorMap(failure -> noAnswer(failure, token))
                .map(response -> confirmed(response, token));
    }

    private Answer confirmed(TransportResponse response, BearerToken token) {
        listener.attemptAnswered(number, response.status());
        Answer answer = Answer.read(response, token);
        if (!answer.confirms()) {
            throw new AttemptFailure.Unconfirmed(answer);
        }
        return answer;
    }

    @Override
    public void withheld() {
        phase.compareAndSet(Phase.WITH_TRANSPORT, Phase.WITHHELD);
    }

    @Override
    public void sending() {
        phase.set(Phase.SENDING);
        listener.attemptSent(number);
    }

    /** From here on nothing is handed to the transport that was not before. */
    void giveUpBeforeSending() {
        phase.compareAndSet(Phase.ASKING_FOR_KEY, Phase.GIVEN_UP_BEFORE_SENDING);
    }

    private <T> CoreSubscriber<T> withdrawable(CoreSubscriber<? super T> actual) {
        Withdrawable<T> withdrawable = new Withdrawable<>(actual);
        exchange = withdrawable;
        return withdrawable;
    }

    /** Once this has returned, whatever has not begun to be sent never will be. */
    private void withdraw() {
        giveUpBeforeSending();
        exchange.cancel();
    }

    private AttemptFailure timedOut(Duration limit) {
        withdraw();
        if (phase.get() == Phase.GIVEN_UP_BEFORE_SENDING) {
            return AttemptFailure.Rejected.once("the API key supplier did not answer within " + limit, null);
        }
        return new AttemptFailure.NoAnswer(new TransportException(
                Kind.TIMEOUT,
                maybeSent(),
                "no complete answer within " + limit + "; see deadline and attemptDeadline"));
    }

    private AttemptFailure noAnswer(Throwable failure, BearerToken token) {
        return new AttemptFailure.NoAnswer(token.blotOut(TransportException.of(failure, maybeSent())));
    }

    /** Whatever comes out of an attempt, what it means. */
    AttemptFailure failureOf(Throwable failure) {
        if (failure instanceof AttemptFailure known) {
            return known;
        }
        return phase.get() == Phase.ASKING_FOR_KEY
                ? AttemptFailure.Rejected.once("there is no API key to send: " + failure.getMessage(), failure)
                : new AttemptFailure.NoAnswer(TransportException.of(failure, maybeSent()));
    }

    private boolean maybeSent() {
        return phase.get() != Phase.WITHHELD;
    }

    /** What is known of this attempt alone once it was cancelled. */
    Outcome outcomeIfCancelled() {
        withdraw();
        return switch (phase.get()) {
            case ASKING_FOR_KEY, GIVEN_UP_BEFORE_SENDING, WITHHELD -> Outcome.NOT_SENT;
            case WITH_TRANSPORT, SENDING -> Outcome.UNKNOWN;
        };
    }
}
