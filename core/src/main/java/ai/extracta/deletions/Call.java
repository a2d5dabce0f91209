package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Answer;
import ai.extracta.deletions.internal.Rejection;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.retry.Retry;

/**
 * One call, born at subscription: its attempts one after another, and what they add up to. Its fields are touched by one
 * signal at a time.
 */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final CallSettings settings;
    private final Resources resources;
    private final DeletionRequest request;
    private final ByteBuffer body;
    private final DeletionListener listener;
    private final long startedAt;
    private final Failures failures = new Failures();
    private AttemptFailure.@Nullable Unconfirmed keyRefusal;
    private boolean wasAskedForAnotherKey;
    private volatile @Nullable Attempt attempt;
    private volatile boolean isCancelled;
    private Duration slowedDownFor = Duration.ZERO;

    Call(
            CallSettings settings,
            Resources resources,
            DeletionRequest request,
            ByteBuffer body,
            DeletionListener listener) {
        this.settings = settings;
        this.resources = resources;
        this.request = request;
        this.body = body;
        this.listener = listener;
        this.startedAt = resources.timer().now(TimeUnit.NANOSECONDS);
    }

    Mono<DeletionReceipt> run() {
        return once().onErrorResume(failure -> beforeNext(failure).then(again()));
    }

    /** The same, with somebody listening. After a cancel, and not before, it is known what was sent. */
    Mono<DeletionReceipt> runHeard() {
        return Mono.defer(this::run)
                .doOnNext(listener::succeeded)
                .doOnError(DeletionException.class, listener::failed)
                .doFinally(end -> {
                    if (end == SignalType.CANCEL) {
                        listener.cancelled(outcomeIfCancelled());
                    }
                })
                .contextWrite(listener::context);
    }

    private Mono<DeletionReceipt> once() {
        listener.waiting();
        return resources
                .limiter()
                .admit(Mono.defer(this::attempt), remaining())
                .map(answer -> receipt(answer, Confirmation.CONFIRMED));
    }

    /** A loop, not a chain that grows with each attempt: a policy may allow thousands. */
    private Mono<DeletionReceipt> again() {
        return Mono.defer(this::once)
                .onErrorResume(AttemptFailure.Unconfirmed.class, this::settleAbsence)
                .retryWhen(Retry.from(
                        all -> all.concatMap(each -> beforeNext(each.failure()).thenReturn(true))));
    }

    private Mono<Answer> attempt() {
        Duration limit = min(settings.attemptDeadline(), remaining());
        if (limit.isZero() || limit.isNegative()) {
            return Mono.error(new Rejection(Rejection.Reason.TIMED_OUT));
        }
        AttemptFailure.Unconfirmed refusal = keyRefusal;
        keyRefusal = null;
        int number = failures.attempts() + 1;
        listener.attemptStarted(number);
        Attempt next = new Attempt(settings, resources.lease().transport(), request, body, refusal, listener, number);
        attempt = next;
        if (isCancelled) {
            next.giveUpBeforeSending();
        }
        return endHeard(next.run(limit, resources.timer(), this::slowDown), number);
    }

    private Mono<Answer> endHeard(Mono<Answer> running, int number) {
        return listener == CallSettings.NOBODY
                ? running
                : running.doOnTerminate(() -> listener.attemptEnded(number))
                        .doOnCancel(() -> listener.attemptEnded(number));
    }

    /** Whether an earlier attempt may have done what this one finds done. */
    private Mono<DeletionReceipt> settleAbsence(AttemptFailure.Unconfirmed failure) {
        Answer answer = failure.answer();
        boolean settled =
                answer.status() == 404 && answer.outcome() == Outcome.REFUSED && failures.outcome() == Outcome.UNKNOWN;
        return settled ? Mono.just(receipt(answer, Confirmation.ALREADY_ABSENT)) : Mono.error(failure);
    }

    /** Completes when the next attempt may begin, or fails with what all attempts add up to. */
    private Mono<Void> beforeNext(Throwable thrown) {
        AttemptFailure failure = failureOf(thrown);
        failures.add(failure);
        attempt = null;
        if (failure instanceof AttemptFailure.Unconfirmed refusal && mayHaveAnotherKey(refusal)) {
            wasAskedForAnotherKey = true;
            keyRefusal = refusal;
            hear(failure, Duration.ZERO);
            return Mono.empty();
        }
        return beforeNext(failure);
    }

    private boolean mayHaveAnotherKey(AttemptFailure.Unconfirmed failure) {
        return !wasAskedForAnotherKey
                && failure.isKeyRefused()
                && settings.apiKey().isSupplied()
                && settings.retryPolicy().allowsAnotherKey(failures.count());
    }

    /** Before the slot of a refused attempt is free: otherwise whoever waits for it would still be sent. */
    private void slowDown(AttemptFailure failure) {
        if (failure.asksToSlowDown()) {
            Duration pause = pauseAfter(failure, failures.count() + 1);
            slowedDownFor = pause;
            resources.limiter().pause(pause);
        }
    }

    private Duration pauseAfter(AttemptFailure failure, int count) {
        return settings.retryPolicy().pauseAfter(failure, count, resources.random());
    }

    private Mono<Void> beforeNext(AttemptFailure failure) {
        Duration pause = failure.asksToSlowDown() ? slowedDownFor : pauseAfter(failure, failures.count());
        try {
            return mayFollow(failure, pause) ? pause(failure, pause) : Mono.error(failures.conclusion(request));
        } catch (Throwable thrownByTheCondition) {
            return Mono.error(conclusionDespite(thrownByTheCondition));
        }
    }

    private boolean mayFollow(AttemptFailure failure, Duration pause) {
        return pause.compareTo(remaining()) < 0
                && settings.retryPolicy().allowsAnother(failure, failures.count(), () -> exceptionOf(failure));
    }

    private Mono<Void> pause(AttemptFailure failure, Duration pause) {
        LOG.debug("Attempt {} ended {}, the next follows in {}", failures.count(), failure.outcome(), pause);
        hear(failure, pause);
        return resources.pauses().pause(pause).onErrorMap(closed -> {
            failures.add(failureOf(closed));
            return failures.conclusion(request);
        });
    }

    private void hear(AttemptFailure failure, Duration pause) {
        if (listener != CallSettings.NOBODY) {
            listener.retrying(exceptionOf(failure), pause);
        }
    }

    /**
     * Asked on the thread that cancelled. An attempt that it does not see yet sees that the call was cancelled, so that what is
     * said here stays true.
     */
    private Outcome outcomeIfCancelled() {
        isCancelled = true;
        Attempt current = attempt;
        Outcome now = current == null ? Outcome.NOT_SENT : current.outcomeIfCancelled();
        Outcome before = failures.outcome();
        return now.compareTo(before) > 0 ? now : before;
    }

    private DeletionException exceptionOf(AttemptFailure failure) {
        return failure.toException(request, failures.attempts());
    }

    private DeletionException conclusionDespite(Throwable thrownByTheCondition) {
        DeletionException conclusion = failures.conclusion(request);
        conclusion.addSuppressed(thrownByTheCondition);
        return conclusion;
    }

    private DeletionReceipt receipt(Answer answer, Confirmation confirmation) {
        return new DeletionReceipt(
                request,
                answer.message(),
                answer.status(),
                failures.attempts() + 1,
                Instant.now(),
                elapsed(),
                confirmation,
                answer.requestId());
    }

    private AttemptFailure failureOf(Throwable failure) {
        if (failure instanceof AttemptFailure known) {
            return known;
        }
        if (failure instanceof Rejection rejection) {
            return rejected(rejection.reason());
        }
        Attempt current = attempt;
        return current == null
                ? new AttemptFailure.NoAnswer(TransportException.of(failure, true))
                : current.failureOf(failure);
    }

    private AttemptFailure rejected(Rejection.Reason reason) {
        return switch (reason) {
            case FULL ->
                AttemptFailure.Rejected.once(
                        "too many calls wait for a slot already; raise maxWaiting or maxInFlight, or ask for less at a"
                                + " time",
                        null);
            case TIMED_OUT ->
                AttemptFailure.Rejected.forGood("the deadline of " + settings.deadline()
                        + " passed while waiting for a slot; raise the deadline or maxInFlight");
            case CLOSED -> AttemptFailure.Rejected.forGood("the client is closed");
        };
    }

    private Duration remaining() {
        return settings.deadline().minus(elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(resources.timer().now(TimeUnit.NANOSECONDS) - startedAt);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
