package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.AttemptException.NoResponse;
import ai.extracta.deletions.internal.call.AttemptException.Rejected;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One attempt, to be subscribed to once, by the limiter when it has a slot: resolves the key, sends the request and
 * times out. One hand-written operator, because the dozen that would do the same cost more than the rest of a call.
 */
final class Attempt extends DeadlineQueue.Deadline
        implements CorePublisher<ApiResponse>, CoreSubscriber<TransportResponse>, Subscription, SendListener {

    private enum Phase {
        NEW,
        RESOLVING_KEY,
        GIVEN_UP_BEFORE_SENDING,
        /** The transport has not reported whether it is sending already, so that must be assumed. */
        HANDED_OVER,
        NOT_SENT_YET,
        SENDING
    }

    private static final AtomicReferenceFieldUpdater<Attempt, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(Attempt.class, Phase.class, "phase");
    private static final AtomicIntegerFieldUpdater<Attempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Attempt.class, "ended");

    private final CallContext call;
    private final int number;
    private final int earlierFailures;
    private final @Nullable ResponseFailure refusedKey;
    private CoreSubscriber<? super ApiResponse> actual = Operators.emptySubscriber();
    private long limit;
    private @Nullable BearerToken token;
    private volatile Phase phase = Phase.NEW;
    private volatile int ended;
    /** The key, then the exchange. */
    private volatile Subscription upstream = Operators.emptySubscription();

    private volatile boolean isUpstreamCancelled;

    /**
     * Emits the confirming response or fails with an {@link AttemptException}. If the key is still the refused one,
     * nothing is sent and that failure is emitted again. Earlier failures include those that do not count as attempts.
     */
    Attempt(CallContext call, int number, int earlierFailures, @Nullable ResponseFailure refusedKey) {
        this.call = call;
        this.number = number;
        this.earlierFailures = earlierFailures;
        this.refusedKey = refusedKey;
    }

    @Override
    public void subscribe(Subscriber<? super ApiResponse> subscriber) {
        subscribe(Operators.toCoreSubscriber(subscriber));
    }

    @Override
    public void subscribe(CoreSubscriber<? super ApiResponse> subscriber) {
        actual = subscriber;
        limit = call.attemptNanos();
        if (limit <= 0) {
            Operators.error(subscriber, new LimiterRejectionException(LimiterRejectionException.Reason.TIMED_OUT));
            return;
        }
        call.listener().attemptStarted(number);
        subscriber.onSubscribe(this);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && PHASE.compareAndSet(this, Phase.NEW, Phase.RESOLVING_KEY)) {
            DeadlineQueue deadlines = call.resources().deadlines();
            deadlines.schedule(this, limit);
            if (ended != 0) {
                deadlines.cancel(this);
            }
            resolveKey(call.settings().tokens());
        }
    }

    private void resolveKey(TokenSource tokens) {
        if (!tokens.isSupplied()) {
            send(tokens.fixed());
            return;
        }
        try {
            tokens.token()
                    .contextWrite(currentContext())
                    .subscribe(this::send, thrown -> fail(failureOf(thrown)), null, this::setUpstream);
        } catch (Throwable thrown) {
            if (ended != 0) {
                throw thrown; // from the subscriber, which has been notified
            }
            fail(failureOf(thrown));
        }
    }

    private void send(BearerToken key) {
        if (refusedKey != null && refusedKey.response().wasSentWith(key)) {
            fail(refusedKey);
        } else if (ended == 0 && PHASE.compareAndSet(this, Phase.RESOLVING_KEY, Phase.HANDED_OVER)) {
            token = key;
            exchange(key);
        }
    }

    /** Whatever a transport throws, the call must end and its slot must be released. */
    private void exchange(BearerToken key) {
        try {
            URI uri = call.settings().endpoints().uriFor(call.request());
            TransportRequest request = new TransportRequest("DELETE", uri, key.headers(), call.body(), this);
            call.resources().lease().transport().exchange(request).subscribe(this);
        } catch (Throwable thrown) {
            if (ended != 0) {
                throw thrown; // from the subscriber, which has been notified
            }
            onError(thrown);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        setUpstream(subscription);
    }

    private void setUpstream(Subscription subscription) {
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
            ApiResponse read = call.resources().responses().read(response, Objects.requireNonNull(token));
            if (read.confirmsDeletion()) {
                succeed(read);
            } else {
                fail(unconfirmed(read));
            }
        } catch (RuntimeException e) {
            fail(failureOf(e));
        }
    }

    /** Errors that arrive after the end are ignored; Reactor would log them as dropped. */
    @Override
    public void onError(Throwable thrown) {
        if (ended == 0) {
            TransportException failure = TransportException.of(thrown, maybeSent());
            fail(new NoResponse(Objects.requireNonNull(token).redact(failure)));
        }
    }

    @Override
    public void onComplete() {
        if (ended == 0) {
            onError(new IllegalStateException("the transport ended without an answer"));
        }
    }

    private void succeed(ApiResponse response) {
        if (end()) {
            call.listener().attemptEnded(number);
            actual.onNext(response);
            actual.onComplete();
        }
    }

    private void fail(AttemptException failure) {
        if (end()) {
            emitFailure(failure);
        }
    }

    private boolean end() {
        if (!ENDED.compareAndSet(this, 0, 1)) {
            return false;
        }
        call.resources().deadlines().cancel(this);
        return true;
    }

    /** The client pauses before the slot is released: otherwise the next queued call would still be sent. */
    private void emitFailure(AttemptException failure) {
        try {
            failure.clientPause().ifPresent(call.resources().limiter()::pause);
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
        cancelUpstream();
    }

    @Override
    protected void onTimeout() {
        if (end()) {
            emitFailure(timedOut());
        }
    }

    @Override
    public void pending() {
        PHASE.compareAndSet(this, Phase.HANDED_OVER, Phase.NOT_SENT_YET);
    }

    @Override
    public void sending() {
        phase = Phase.SENDING;
        call.listener().attemptSent(number);
    }

    /**
     * After this returns, a request that has not started sending never will. Two threads may race here; the second
     * cancels too, because the first may not have reached {@code cancel()} yet.
     */
    private void cancelUpstream() {
        if (!PHASE.compareAndSet(this, Phase.NEW, Phase.GIVEN_UP_BEFORE_SENDING)) {
            PHASE.compareAndSet(this, Phase.RESOLVING_KEY, Phase.GIVEN_UP_BEFORE_SENDING);
        }
        if (!isUpstreamCancelled) {
            upstream.cancel();
            isUpstreamCancelled = true;
        }
    }

    private AttemptException timedOut() {
        cancelUpstream();
        Duration time = Duration.ofNanos(limit);
        return phase == Phase.GIVEN_UP_BEFORE_SENDING
                ? Rejected.transientFailure("the API key supplier did not answer within " + time, null)
                : new NoResponse(new TransportException(
                        Kind.TIMEOUT,
                        maybeSent(),
                        "no complete answer within " + time + "; see deadline and attemptDeadline"));
    }

    private AttemptException unconfirmed(ApiResponse response) {
        ResponseFailure failure = new ResponseFailure(response);
        if (!failure.isSafeToRetry()) {
            return failure;
        }
        RetryRules rules = call.settings().retryRules();
        return failure.withClientPause(
                rules.delayAfter(failure, earlierFailures + 1, call.resources().random()));
    }

    private AttemptException failureOf(Throwable thrown) {
        return phase == Phase.RESOLVING_KEY
                ? Rejected.transientFailure("there is no API key to send: " + thrown.getMessage(), thrown)
                : new NoResponse(TransportException.of(thrown, maybeSent()));
    }

    private boolean maybeSent() {
        return phase != Phase.NOT_SENT_YET;
    }

    /** Cancels this attempt and returns what is then known about it. */
    Outcome outcomeIfCancelled() {
        cancelUpstream();
        return switch (phase) {
            case NEW, RESOLVING_KEY, GIVEN_UP_BEFORE_SENDING, NOT_SENT_YET -> Outcome.NOT_SENT;
            case HANDED_OVER, SENDING -> Outcome.UNKNOWN;
        };
    }
}
