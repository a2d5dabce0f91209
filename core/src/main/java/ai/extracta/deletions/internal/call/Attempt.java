package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.AttemptException.NoResponse;
import ai.extracta.deletions.internal.call.AttemptException.Rejected;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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
final class Attempt extends SendProgress
        implements CorePublisher<ApiResponse>, CoreSubscriber<TransportResponse>, Subscription {

    /** Fails the call if an Error kept the signal of its attempt from the subscriber. */
    interface LossHandler {

        void lost(Attempt attempt);
    }

    /** After the deadline, for a signal that is being emitted at that moment. */
    private static final long LOSS_GRACE = TimeUnit.SECONDS.toNanos(1);

    private static final AtomicIntegerFieldUpdater<Attempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Attempt.class, "ended");

    private final CallContext call;
    private final int number;
    private final int earlierFailures;
    private final @Nullable ResponseFailure refusedKey;
    private final LossHandler lossHandler;
    private CoreSubscriber<? super ApiResponse> actual = Operators.emptySubscriber();
    private long limit;
    private @Nullable BearerToken token;
    private volatile int ended;
    private boolean overdue;
    /** The key, then the exchange. */
    private volatile Subscription upstream = Operators.emptySubscription();

    private volatile boolean isUpstreamCancelled;

    /**
     * Emits the confirming response or fails with an {@link AttemptException}. If the key is still the refused one,
     * nothing is sent and that failure is emitted again. Earlier failures include those that do not count as attempts.
     */
    Attempt(
            CallContext call,
            int number,
            int earlierFailures,
            @Nullable ResponseFailure refusedKey,
            LossHandler lossHandler) {
        this.call = call;
        this.number = number;
        this.earlierFailures = earlierFailures;
        this.refusedKey = refusedKey;
        this.lossHandler = lossHandler;
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
        if (Operators.validate(n) && beginResolvingKey()) {
            if (armDeadline(limit)) {
                resolveKey(call.settings().tokens());
            }
        }
    }

    /** Without a deadline nothing is sent. */
    private boolean armDeadline(long nanos) {
        try {
            call.resources().deadlines().schedule(this, nanos);
        } catch (Throwable thrown) {
            fail(Rejected.unscheduled("deadline", thrown));
            return false;
        }
        if (ended != 0) {
            disarmDeadline();
        }
        return true;
    }

    private void disarmDeadline() {
        call.resources().deadlines().cancel(this);
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
        } else if (ended == 0 && handOver()) {
            token = key;
            exchange(key);
        }
    }

    /** Whatever a transport throws, the call must end and its slot must be released. */
    private void exchange(BearerToken key) {
        try {
            URI uri = call.settings().endpoints().uriFor(call.request());
            Headers headers = call.withListenerHeaders(number, uri, key.headers());
            TransportRequest request = new TransportRequest("DELETE", uri, headers, call.body(), this);
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
        ApiResponse read;
        @Nullable AttemptException failure;
        try {
            call.listener().attemptAnswered(number, response.status());
            read = call.resources().responses().read(response, Objects.requireNonNull(token));
            failure = read.confirmsDeletion() ? null : call.failureOf(read, earlierFailures);
        } catch (Throwable thrown) {
            fail(failureOf(thrown));
            return;
        }
        if (failure == null) {
            succeed(read);
        } else {
            fail(failure);
        }
    }

    /** Errors that arrive after the end are ignored; Reactor would log them as dropped. */
    @Override
    public void onError(Throwable thrown) {
        if (ended == 0) {
            fail(call.failureOf(redacted(TransportException.of(thrown, maybeSent())), earlierFailures));
        }
    }

    private TransportException redacted(TransportException failure) {
        try {
            return Objects.requireNonNull(token).redact(failure);
        } catch (Throwable thrown) {
            return new TransportException(failure.kind(), failure.maybeSent(), "its message cannot be shown");
        }
    }

    @Override
    public void onComplete() {
        if (ended == 0) {
            onError(new IllegalStateException("the transport ended without a response"));
        }
    }

    private void succeed(ApiResponse response) {
        if (end()) {
            try {
                if (call.listener() != CallListener.NOOP) {
                    call.listener().attemptEnded(call.confirmed(number, response, httpVersion()));
                }
            } finally { // whatever it throws
                actual.onNext(response);
                actual.onComplete();
                disarmDeadline();
            }
        }
    }

    private void fail(AttemptException failure) {
        if (end()) {
            emitFailure(failure);
        }
    }

    /** The deadline stays armed until the signal has been emitted: an Error on the way could lose it. */
    private boolean end() {
        return ENDED.compareAndSet(this, 0, 1);
    }

    /** The client pauses before the slot is released: otherwise the next queued call would still be sent. */
    private void emitFailure(AttemptException failure) {
        try {
            httpVersion().ifPresent(failure::setHttpVersion);
            failure.clientPause().ifPresent(call.resources().limiter()::pause);
            if (call.listener() != CallListener.NOOP) {
                call.listener().attemptEnded(call.failed(number, failure, httpVersion()));
            }
        } finally {
            actual.onError(failure);
            disarmDeadline();
        }
    }

    @Override
    public void cancel() {
        boolean isFirst = end();
        disarmDeadline();
        cancelUpstream();
        if (isFirst && call.listener() != CallListener.NOOP) {
            call.listener().attemptEnded(call.cancelled(number, outcomeIfCancelled(), httpVersion()));
        }
    }

    @Override
    protected void onTimeout() {
        rearmDeadline();
        if (overdue) {
            lossHandler.lost(this);
            disarmDeadline();
            return;
        }
        overdue = true;
        if (end()) {
            emitFailure(timedOut());
        }
    }

    private void rearmDeadline() {
        try {
            call.resources().deadlines().schedule(this, LOSS_GRACE);
        } catch (Throwable noTimer) {
            // Only the safety net is missing.
        }
    }

    @Override
    void onSending() {
        call.listener().attemptSent(number);
    }

    /**
     * After this returns, a request that has not started sending never will. Two threads may race here; the second
     * cancels too, because the first may not have reached {@code cancel()} yet.
     */
    private void cancelUpstream() {
        giveUpBeforeSending();
        if (!isUpstreamCancelled) {
            upstream.cancel();
            isUpstreamCancelled = true;
        }
    }

    private AttemptException timedOut() {
        cancelUpstream();
        Duration time = Duration.ofNanos(limit);
        return isGivenUp() ? Rejected.noKeyWithin(time) : NoResponse.timedOut(time, maybeSent());
    }

    private AttemptException failureOf(Throwable thrown) {
        return isResolvingKey() ? Rejected.noKey(thrown) : new NoResponse(TransportException.of(thrown, maybeSent()));
    }

    /** Cancels this attempt and returns what is then known about it. */
    Outcome outcomeIfCancelled() {
        cancelUpstream();
        return outcomeWithoutResponse();
    }
}
