package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.internal.call.AttemptException.Rejected;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One call: subscribes to one attempt after another, each through the limiter, until one confirms the deletion or none
 * follows. Fields are accessed by one signal at a time, except by a cancel.
 */
final class Call implements CoreSubscriber<ApiResponse>, Subscription, Attempt.LossHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.LOGGER);

    private enum State {
        NEW,
        STARTED,
        ENDED
    }

    private static final AtomicReferenceFieldUpdater<Call, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, State.class, "state");

    private final CallContext call;
    private final CoreSubscriber<? super DeletionReceipt> actual;
    private final Context context;

    private volatile State state = State.NEW;

    /** The current attempt, queued or in flight. */
    private volatile @Nullable Attempt attempt;

    /** Created by the first failure. */
    private volatile @Nullable RetryState retries;

    /** The current attempt, or the delay before the next one. */
    private volatile Subscription upstream = Operators.emptySubscription();

    Call(CallContext call, CoreSubscriber<? super DeletionReceipt> actual) {
        this.call = call;
        this.actual = actual;
        this.context = call.listener().context(actual.currentContext());
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void request(long n) {
        if (!Operators.validate(n) || state != State.NEW) {
            return;
        }
        ActiveCalls calls = call.resources().calls();
        if (!calls.start()) {
            rejectClosed();
        } else if (STATE.compareAndSet(this, State.NEW, State.STARTED)) {
            startFirstAttempt();
        } else {
            calls.end();
        }
    }

    /** In the context of the listener, such as a trace that it has started. */
    private void startFirstAttempt() {
        try {
            Attempt first = new Attempt(call, 1, 0, null, this);
            if (context.equals(actual.currentContext())) {
                startAttempt(first);
            } else {
                RestoredContext.run(context, () -> startAttempt(first));
            }
        } catch (Throwable thrown) {
            if (state == State.ENDED) {
                throw thrown; // from the subscriber, which has been notified
            }
            failUnstarted(thrown);
        }
    }

    /** On the timer, where whatever is thrown would be lost. */
    private void startAfterDelay(Attempt next) {
        try {
            startAttempt(next);
        } catch (Throwable thrown) {
            failUnstarted(thrown);
        }
    }

    /** Once it is cancelled, an attempt that is queued cannot start any more. */
    private void failUnstarted(Throwable thrown) {
        upstream.cancel();
        Attempt current = attempt;
        if (current == null || current.outcomeIfCancelled() == Outcome.NOT_SENT) {
            failUnscheduled("attempt", thrown);
        } else {
            fail(unexpectedFailure(thrown));
        }
    }

    private void failUnscheduled(String what, Throwable thrown) {
        FailureHistory history = retryState().history();
        history.add(Rejected.unscheduled(what, thrown));
        fail(history.toException(call.request()));
    }

    private void rejectClosed() {
        if (STATE.compareAndSet(this, State.NEW, State.ENDED)) {
            FailureHistory history = retryState().history();
            history.add(AttemptException.of(new LimiterRejectionException(Reason.CLOSED), Duration.ZERO));
            DeletionException failure = history.toException(call.request());
            call.listener().failed(failure);
            actual.onError(failure);
        }
    }

    private void startAttempt(Attempt next) {
        attempt = next;
        call.listener().waiting();
        if (retries == null) {
            call.resources().limiter().subscribe(next, call.remainingNanos(), this);
        } else {
            call.resources().limiter().resubscribe(next, call.remainingNanos(), this);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        setUpstream(subscription);
    }

    private void setUpstream(Subscription subscription) {
        upstream = subscription;
        if (state == State.ENDED) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(ApiResponse response) {
        succeed(response, Confirmation.CONFIRMED);
    }

    @Override
    public void onComplete() {
        // The call ended in onNext.
    }

    @Override
    public void onError(Throwable thrown) {
        try {
            retryOrFail(thrown);
        } catch (Throwable unexpected) {
            if (state == State.ENDED) {
                throw unexpected; // from the subscriber, which has been notified
            }
            fail(unexpectedFailure(unexpected));
        }
    }

    private void retryOrFail(Throwable thrown) {
        RetryState known = retryState();
        AttemptException failure = AttemptException.of(thrown, call.settings().deadline());
        if (failure instanceof ResponseFailure unconfirmed && known.provesAbsence(unconfirmed.response())) {
            succeed(unconfirmed.response(), Confirmation.ALREADY_ABSENT);
            return;
        }
        known.history().add(failure);
        attempt = null;
        RetryState.Decision decision = known.decide(failure);
        if (decision instanceof RetryState.Retry retry) {
            notifyRetrying(failure, retry.delay());
            retry(known, retry);
        } else {
            fail(((RetryState.GiveUp) decision).exception());
        }
    }

    /**
     * Needs no trampoline, however many attempts a policy allows: delays end on the timer, and a key is refreshed once.
     */
    private void retry(RetryState known, RetryState.Retry retry) {
        FailureHistory history = known.history();
        Attempt next = new Attempt(call, history.attempts() + 1, history.count(), retry.refusedKey(), this);
        if (retry.refusedKey() != null) {
            startAttempt(next);
            return;
        }
        call.resources()
                .retryDelays()
                .delay(retry.delay())
                .subscribe(null, this::failWhileDelayed, () -> startAfterDelay(next), this::setUpstream);
    }

    private void failWhileDelayed(Throwable closed) {
        if (closed instanceof LimiterRejectionException) {
            FailureHistory history = retryState().history();
            history.add(AttemptException.of(closed, call.settings().deadline()));
            fail(history.toException(call.request()));
        } else {
            failUnscheduled("retry", closed);
        }
    }

    private void notifyRetrying(AttemptException failure, Duration delay) {
        int attempts = retryState().history().count();
        if (LOG.isDebugEnabled()) {
            RestoredContext.run(
                    context,
                    () -> LOG.debug("Attempt {} ended {}, the next follows in {}", attempts, failure.outcome(), delay));
        }
        if (call.listener() != CallListener.NOOP) {
            call.listener()
                    .retrying(
                            failure.toException(
                                    call.request(), retryState().history().attempts()),
                            delay);
        }
    }

    private RetryState retryState() {
        RetryState known = retries;
        if (known == null) {
            known = new RetryState(call);
            retries = known;
        }
        return known;
    }

    private void succeed(ApiResponse response, Confirmation confirmation) {
        DeletionReceipt receipt;
        try {
            receipt = receipt(response, confirmation);
        } catch (Throwable unexpected) {
            fail(unexpectedFailure(unexpected));
            return;
        }
        if (end()) {
            try {
                call.listener().succeeded(receipt);
            } finally { // whatever it throws
                actual.onNext(receipt);
                actual.onComplete();
            }
        }
    }

    /** An Error that was thrown while a response was read proves nothing about the deletion. */
    private DeletionException unexpectedFailure(Throwable unexpected) {
        boolean maybeSent = attempt != null || retryState().history().outcome() != Outcome.NOT_SENT;
        DeletionException failure = new TransportFailedException(
                call.request(),
                maybeSent ? Outcome.UNKNOWN : Outcome.NOT_SENT,
                retryState().history().attempts() + (attempt == null ? 0 : 1),
                TransportException.of(unexpected, maybeSent));
        httpVersion().ifPresent(failure::initHttpVersion);
        return failure;
    }

    /** Called on the timer if an Error lost the signal of the attempt. */
    @Override
    public void lost(Attempt lost) {
        if (attempt == lost) {
            upstream.cancel();
            fail(unexpectedFailure(new TransportException(
                    Kind.TIMEOUT,
                    true,
                    "the response was lost to an error in this process, which its thread reports")));
        }
    }

    private void fail(DeletionException failure) {
        if (end()) {
            try {
                call.listener().failed(failure);
            } finally { // whatever it throws
                actual.onError(failure);
            }
        }
    }

    private boolean end() {
        State previous = STATE.getAndSet(this, State.ENDED);
        if (previous == State.STARTED) {
            call.resources().calls().end();
        }
        return previous != State.ENDED;
    }

    private DeletionReceipt receipt(ApiResponse response, Confirmation confirmation) {
        RetryState earlier = retries;
        return new DeletionReceipt(
                call.request(),
                response.message(),
                response.status(),
                earlier == null ? 1 : earlier.history().attempts() + 1,
                Instant.now(),
                call.elapsed(),
                confirmation,
                response.requestId(),
                httpVersion());
    }

    private Optional<HttpVersion> httpVersion() {
        Attempt current = attempt;
        return current == null ? Optional.empty() : current.httpVersion();
    }

    /** The outcome is read only after the cancel: until then the attempt could still be sent. */
    @Override
    public void cancel() {
        if (end()) {
            upstream.cancel();
            if (call.listener() != CallListener.NOOP) {
                call.listener().cancelled(outcomeIfCancelled());
            }
        }
    }

    /**
     * Runs on the cancelling thread. An attempt that starts after this has read the field observes that the call has
     * ended and is not sent, so the outcome stays true. The attempt is read first: once it is cleared, its failure is
     * in the retry state.
     */
    private Outcome outcomeIfCancelled() {
        Attempt current = attempt;
        Outcome now = current == null ? Outcome.NOT_SENT : current.outcomeIfCancelled();
        RetryState earlier = retries;
        Outcome before = earlier == null ? Outcome.NOT_SENT : earlier.history().outcome();
        return now.compareTo(before) > 0 ? now : before;
    }
}
