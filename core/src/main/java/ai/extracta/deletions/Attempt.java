package ai.extracta.deletions;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.internal.Deadlines;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One attempt: asks for the key, sends, and says what is known when the time is up. One operator instead of the dozen that would do
 * the same: they would cost more than all the rest of a call.
 */
final class Attempt extends Deadlines.Deadline
        implements CoreSubscriber<TransportResponse>, Subscription, SendListener {

    private enum Phase {
        NEW,
        ASKING_FOR_KEY,
        GIVEN_UP_BEFORE_SENDING,
        /** With the transport, which has not said whether it sends already: it must be assumed. */
        WITH_TRANSPORT,
        WITHHELD,
        SENDING
    }

    private static final AtomicReferenceFieldUpdater<Attempt, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(Attempt.class, Phase.class, "phase");
    private static final AtomicIntegerFieldUpdater<Attempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Attempt.class, "ended");

    private final Call call;
    private final CoreSubscriber<? super ApiResponse> actual;
    private final long limit;
    private final int number;
    private final AttemptFailure.@Nullable Unconfirmed keyRefusal;
    private volatile Phase phase = Phase.NEW;
    private volatile int ended;
    /** To the key, then to the exchange. */
    private volatile Subscription upstream = Operators.emptySubscription();

    private volatile boolean isWithdrawn;
    private @Nullable BearerToken token;

    /**
     * Emits an answer that confirms the deletion, or fails with an {@link AttemptFailure}: with the very refusal that it
     * follows if there is still no other key, since then nothing is sent and nothing is new.
     */
    Attempt(
            Call call,
            CoreSubscriber<? super ApiResponse> actual,
            long limit,
            int number,
            AttemptFailure.@Nullable Unconfirmed keyRefusal) {
        this.call = call;
        this.actual = actual;
        this.limit = limit;
        this.number = number;
        this.keyRefusal = keyRefusal;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && PHASE.compareAndSet(this, Phase.NEW, Phase.ASKING_FOR_KEY)) {
            call.deadlines().start(this, limit);
            if (ended != 0) {
                call.deadlines().withdraw(this);
            }
            ApiKey key = call.settings().apiKey();
            if (key.isSupplied()) {
                key.token().subscribe(new KeySubscriber());
            } else {
                send(key.fixed());
            }
        }
    }

    private void send(BearerToken key) {
        if (keyRefusal != null && keyRefusal.answer().wasSentWith(key)) {
            fail(keyRefusal);
        } else if (PHASE.compareAndSet(this, Phase.ASKING_FOR_KEY, Phase.WITH_TRANSPORT)) {
            token = key;
            exchange(key);
        }
    }

    /** Whatever a transport throws, the caller and its slot must not be lost. */
    private void exchange(BearerToken key) {
        try {
            call.exchange(key, this).subscribe(this);
        } catch (RuntimeException | Error e) {
            if (ended != 0) {
                throw e; // by whoever was told
            }
            onError(e);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        follow(subscription);
    }

    private void follow(Subscription subscription) {
        upstream = subscription;
        if (ended == 0) {
            subscription.request(Long.MAX_VALUE);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(TransportResponse response) {
        if (ended != 0) {
            return;
        }
        try {
            call.listener().attemptAnswered(number, response.status());
            ApiResponse answer = ApiResponse.read(response, Objects.requireNonNull(token));
            if (answer.confirmsDeletion()) {
                succeed(answer);
            } else {
                fail(new AttemptFailure.Unconfirmed(answer));
            }
        } catch (RuntimeException e) {
            fail(failureOf(e));
        }
    }

    /** A failure that meets the timeout is not told: Reactor would log it as an error that nobody has dealt with. */
    @Override
    public void onError(Throwable failure) {
        if (ended == 0) {
            fail(new AttemptFailure.NoAnswer(
                    Objects.requireNonNull(token).redact(TransportException.of(failure, maybeSent()))));
        }
    }

    @Override
    public void onComplete() {
        if (ended == 0) {
            onError(new IllegalStateException("the transport ended without an answer"));
        }
    }

    private void succeed(ApiResponse answer) {
        if (end()) {
            call.listener().attemptEnded(number);
            actual.onNext(answer);
            actual.onComplete();
        }
    }

    private void fail(AttemptFailure failure) {
        if (end()) {
            tell(failure);
        }
    }

    private boolean end() {
        if (!ENDED.compareAndSet(this, 0, 1)) {
            return false;
        }
        call.deadlines().withdraw(this);
        return true;
    }

    /** The client slows down before the slot is free. */
    private void tell(AttemptFailure failure) {
        try {
            call.slowDown(failure);
        } finally {
            call.listener().attemptEnded(number);
            actual.onError(failure);
        }
    }

    @Override
    public void cancel() {
        if (end()) {
            call.listener().attemptEnded(number);
        }
        withdraw();
    }

    @Override
    protected void pass() {
        if (end()) {
            tell(timedOut());
        }
    }

    @Override
    public void pending() {
        PHASE.compareAndSet(this, Phase.WITH_TRANSPORT, Phase.WITHHELD);
    }

    @Override
    public void sending() {
        phase = Phase.SENDING;
        call.listener().attemptSent(number);
    }

    /** From here on nothing is handed to the transport that was not before. */
    void giveUpBeforeSending() {
        if (!PHASE.compareAndSet(this, Phase.NEW, Phase.GIVEN_UP_BEFORE_SENDING)) {
            PHASE.compareAndSet(this, Phase.ASKING_FOR_KEY, Phase.GIVEN_UP_BEFORE_SENDING);
        }
    }

    /**
     * Once this has returned, whatever has not begun to be sent never will be: who comes second may be earlier, and cancels as
     * well.
     */
    private void withdraw() {
        giveUpBeforeSending();
        if (!isWithdrawn) {
            upstream.cancel();
            isWithdrawn = true;
        }
    }

    private AttemptFailure timedOut() {
        withdraw();
        if (phase == Phase.GIVEN_UP_BEFORE_SENDING) {
            return AttemptFailure.Rejected.once(
                    "the API key supplier did not answer within " + Duration.ofNanos(limit), null);
        }
        return new AttemptFailure.NoAnswer(new TransportException(
                Kind.TIMEOUT,
                maybeSent(),
                "no complete answer within " + Duration.ofNanos(limit) + "; see deadline and attemptDeadline"));
    }

    /** Whatever comes out of an attempt, what it means. */
    AttemptFailure failureOf(Throwable failure) {
        if (failure instanceof AttemptFailure known) {
            return known;
        }
        return phase == Phase.ASKING_FOR_KEY
                ? AttemptFailure.Rejected.once("there is no API key to send: " + failure.getMessage(), failure)
                : new AttemptFailure.NoAnswer(TransportException.of(failure, maybeSent()));
    }

    private boolean maybeSent() {
        return phase != Phase.WITHHELD;
    }

    /** What is known of this attempt alone once it was cancelled. */
    Outcome outcomeIfCancelled() {
        withdraw();
        return switch (phase) {
            case NEW, ASKING_FOR_KEY, GIVEN_UP_BEFORE_SENDING, WITHHELD -> Outcome.NOT_SENT;
            case WITH_TRANSPORT, SENDING -> Outcome.UNKNOWN;
        };
    }

    /** Waits for a key that is supplied. */
    private final class KeySubscriber implements CoreSubscriber<BearerToken> {

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            follow(subscription);
        }

        @Override
        public void onNext(BearerToken key) {
            if (ended == 0) {
                send(key);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (ended == 0) {
                fail(failureOf(failure));
            }
        }

        @Override
        public void onComplete() {
            // It was sent with the key, which is never missing.
        }
    }
}
