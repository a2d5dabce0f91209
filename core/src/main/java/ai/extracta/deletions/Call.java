package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.internal.Deadlines;
import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

/**
 * One call, born at subscription: its attempts one after another, and what they add up to. Its fields are touched by one
 * signal at a time. What all calls do is done by hand; operators, which cost more, come in where the first attempt has failed.
 */
final class Call implements CoreSubscriber<ApiResponse>, Subscription {

    private enum State {
        NEW,
        BEGUN,
        ENDED
    }

    private static final AtomicReferenceFieldUpdater<Call, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, State.class, "state");

    private final CallSettings settings;
    private final Resources resources;
    private final DeletionRequest request;
    private final ByteBuffer body;
    private final DeletionListener listener;
    private final CoreSubscriber<? super DeletionReceipt> actual;
    private final Context context;
    private final long startedAt;

    @SuppressWarnings("UnusedVariable") // used through its updater
    private volatile State state = State.NEW;

    private volatile @Nullable Attempt attempt;
    /** Only if something has failed. */
    private volatile @Nullable Retries retries;

    private volatile boolean isCancelled;
    /** To the first attempt, then to those that follow. */
    private volatile Subscription upstream = Operators.emptySubscription();

    Call(
            CallSettings settings,
            Resources resources,
            DeletionRequest request,
            ByteBuffer body,
            DeletionListener listener,
            CoreSubscriber<? super DeletionReceipt> actual) {
        this.settings = settings;
        this.resources = resources;
        this.request = request;
        this.body = body;
        this.listener = listener;
        this.actual = actual;
        this.context = listener.context(actual.currentContext());
        this.startedAt = resources.timer().now(TimeUnit.NANOSECONDS);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && STATE.compareAndSet(this, State.NEW, State.BEGUN)) {
            listener.waiting();
            resources.limiter().subscribe(new Attempts(), remaining(), this);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        follow(subscription);
    }

    private void follow(Subscription subscription) {
        upstream = subscription;
        if (isCancelled) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(ApiResponse answer) {
        succeed(receipt(answer, Confirmation.CONFIRMED));
    }

    @Override
    public void onError(Throwable failure) {
        beforeNext(failure).then(again()).subscribe(new Continuation());
    }

    @Override
    public void onComplete() {
        // It was with the answer.
    }

    private void succeed(DeletionReceipt receipt) {
        if (end()) {
            listener.succeeded(receipt);
            actual.onNext(receipt);
            actual.onComplete();
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            if (failure instanceof DeletionException known) {
                listener.failed(known);
            }
            actual.onError(failure);
        }
    }

    private boolean end() {
        return STATE.getAndSet(this, State.ENDED) != State.ENDED;
    }

    /** After the cancel, and not before, it is known what was sent. */
    @Override
    public void cancel() {
        if (end()) {
            isCancelled = true;
            upstream.cancel();
            if (listener != CallSettings.NOBODY) {
                listener.cancelled(outcomeIfCancelled());
            }
        }
    }

    private Mono<ApiResponse> admitted() {
        listener.waiting();
        return resources.limiter().limit(new Attempts(), remaining());
    }

    /** A loop, not a chain that grows with each attempt: a policy may allow thousands. */
    private Mono<DeletionReceipt> again() {
        return Mono.defer(this::admitted)
                .map(answer -> receipt(answer, Confirmation.CONFIRMED))
                .onErrorResume(AttemptFailure.Unconfirmed.class, this::settleAbsence)
                .retryWhen(Retry.from(
                        all -> all.concatMap(each -> beforeNext(each.failure()).thenReturn(true))));
    }

    private void attempt(CoreSubscriber<? super ApiResponse> admitted) {
        long limit = Math.min(settings.attemptDeadline().toNanos(), remainingNanos());
        if (limit <= 0) {
            Operators.error(admitted, new LimiterRejectionException(LimiterRejectionException.Reason.TIMED_OUT));
            return;
        }
        Retries before = retries;
        int number = attemptsBefore() + 1;
        listener.attemptStarted(number);
        Attempt next = new Attempt(this, admitted, limit, number, before == null ? null : before.takeKeyRefusal());
        attempt = next;
        if (isCancelled) {
            next.giveUpBeforeSending();
        }
        admitted.onSubscribe(next);
    }

    CallSettings settings() {
        return settings;
    }

    Resources resources() {
        return resources;
    }

    DeletionRequest request() {
        return request;
    }

    DeletionListener listener() {
        return listener;
    }

    Deadlines deadlines() {
        return resources.deadlines();
    }

    Mono<TransportResponse> exchange(BearerToken token, SendListener announcements) {
        URI uri = settings.endpoints().uriFor(request);
        return resources
                .lease()
                .transport()
                .exchange(new TransportRequest("DELETE", uri, token.headers(), body, announcements));
    }

    private Mono<DeletionReceipt> settleAbsence(AttemptFailure.Unconfirmed failure) {
        ApiResponse answer = failure.answer();
        return retries().isSettledBy(answer)
                ? Mono.just(receipt(answer, Confirmation.ALREADY_ABSENT))
                : Mono.error(failure);
    }

    private Mono<Void> beforeNext(Throwable thrown) {
        AttemptFailure failure = failureOf(thrown);
        retries().add(failure);
        attempt = null;
        return retries().next(failure);
    }

    void slowDown(AttemptFailure failure) {
        if (failure.asksToSlowDown()) {
            retries().slowDown(failure);
        }
    }

    private Retries retries() {
        Retries known = retries;
        if (known == null) {
            known = new Retries(this);
            retries = known;
        }
        return known;
    }

    private int attemptsBefore() {
        Retries before = retries;
        return before == null ? 0 : before.attempts();
    }

    /**
     * Asked on the thread that cancelled. An attempt that it does not see yet sees that the call was cancelled, so that what is
     * said here stays true.
     */
    private Outcome outcomeIfCancelled() {
        Attempt current = attempt;
        Outcome now = current == null ? Outcome.NOT_SENT : current.outcomeIfCancelled();
        Retries earlier = retries;
        Outcome before = earlier == null ? Outcome.NOT_SENT : earlier.outcome();
        return now.compareTo(before) > 0 ? now : before;
    }

    private DeletionReceipt receipt(ApiResponse answer, Confirmation confirmation) {
        return new DeletionReceipt(
                request,
                answer.message(),
                answer.status(),
                attemptsBefore() + 1,
                Instant.now(),
                Duration.ofNanos(elapsedNanos()),
                confirmation,
                answer.requestId());
    }

    AttemptFailure failureOf(Throwable failure) {
        if (failure instanceof AttemptFailure known) {
            return known;
        }
        if (failure instanceof LimiterRejectionException rejection) {
            return AttemptFailure.Rejected.of(rejection.reason(), settings.deadline());
        }
        Attempt current = attempt;
        return current == null
                ? new AttemptFailure.NoAnswer(TransportException.of(failure, true))
                : current.failureOf(failure);
    }

    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    private long remainingNanos() {
        return settings.deadline().toNanos() - elapsedNanos();
    }

    private long elapsedNanos() {
        return resources.timer().now(TimeUnit.NANOSECONDS) - startedAt;
    }

    /** Each subscription is another attempt. */
    private final class Attempts extends Mono<ApiResponse> {

        @Override
        public void subscribe(CoreSubscriber<? super ApiResponse> admitted) {
            attempt(admitted);
        }
    }

    /** What follows a failed first attempt. */
    private final class Continuation implements CoreSubscriber<DeletionReceipt> {

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            follow(subscription);
        }

        @Override
        public void onNext(DeletionReceipt receipt) {
            succeed(receipt);
        }

        @Override
        public void onError(Throwable failure) {
            fail(failure);
        }

        @Override
        public void onComplete() {
            // It was with the receipt.
        }
    }
}
