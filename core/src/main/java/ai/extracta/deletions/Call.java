package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Answer;
import ai.extracta.deletions.internal.Limiter;
import ai.extracta.deletions.internal.Rejection;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One call, born at subscription: its attempts one after another, and what they add up to. Its fields are touched by one
 * signal at a time.
 */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final CallSettings settings;
    private final HttpTransport transport;
    private final Limiter limiter;
    private final Scheduler timer;
    private final DeletionRequest request;
    private final ByteBuffer body;
    private final long startedAt;
    private final List<AttemptFailure> failures = new ArrayList<>(0);
    private int attempts;

    Call(
            CallSettings settings,
            HttpTransport transport,
            Limiter limiter,
            Scheduler timer,
            DeletionRequest request,
            ByteBuffer body) {
        this.settings = settings;
        this.transport = transport;
        this.limiter = limiter;
        this.timer = timer;
        this.request = request;
        this.body = body;
        this.startedAt = timer.now(TimeUnit.NANOSECONDS);
    }

    Mono<DeletionReceipt> run() {
        return limiter.admit(Mono.defer(this::attempt), remaining())
                .map(answer -> receipt(answer, Confirmation.CONFIRMED))
                .onErrorResume(failure -> settle(failureOf(failure)));
    }

    private Mono<Answer> attempt() {
        Duration limit = min(settings.attemptDeadline(), remaining());
        if (limit.isZero() || limit.isNegative()) {
            return Mono.error(new Rejection(Rejection.Reason.TIMED_OUT));
        }
        attempts++;
        return new Attempt(settings, transport, request, body).run(limit, timer);
    }

    /** Decides what a failed attempt means: done after all, tried again, or the end. */
    private Mono<DeletionReceipt> settle(AttemptFailure failure) {
        if (failure instanceof AttemptFailure.Unconfirmed unconfirmed && isAbsentAfterUnknown(unconfirmed.answer())) {
            return Mono.just(receipt(unconfirmed.answer(), Confirmation.ALREADY_ABSENT));
        }
        failures.add(failure);
        Duration pause = settings.retryPolicy().pauseAfter(failure, attempts);
        if (failure.asksToSlowDown()) {
            limiter.pause(pause);
        }
        if (!settings.retryPolicy().allowsAnother(failure, attempts) || pause.compareTo(remaining()) >= 0) {
            return Mono.error(conclusion());
        }
        LOG.debug("Attempt {} ended {}, the next follows in {}", attempts, failure.outcome(), pause);
        return Mono.delay(pause, timer).then(Mono.defer(this::run));
    }

    private boolean isAbsentAfterUnknown(Answer answer) {
        return answer.status() == 404 && answer.outcome() == Outcome.REFUSED && isAny(Outcome.UNKNOWN);
    }

    /** One attempt in doubt leaves the call in doubt, and a call is not unsent if one attempt was sent and refused. */
    private Outcome overall() {
        if (isAny(Outcome.UNKNOWN)) {
            return Outcome.UNKNOWN;
        }
        return isAny(Outcome.REFUSED) ? Outcome.REFUSED : Outcome.NOT_SENT;
    }

    private boolean isAny(Outcome outcome) {
        return failures.stream().anyMatch(failure -> failure.outcome() == outcome);
    }

    /** The last failure of an attempt speaks for the call; the others are suppressed in it, in order. */
    private DeletionException conclusion() {
        int last = failures.size() - 1;
        int speaker = last > 0 && failures.get(last) instanceof AttemptFailure.Rejected ? last - 1 : last;
        AttemptFailure failure = failures.get(speaker);
        DeletionException conclusion = failure.toException(request, overall(), attempts);
        for (int i = 0; i < failures.size(); i++) {
            if (i != speaker) {
                AttemptFailure other = failures.get(i);
                conclusion.addSuppressed(other.toException(request, other.outcome(), i + 1));
            }
        }
        return conclusion;
    }

    private DeletionReceipt receipt(Answer answer, Confirmation confirmation) {
        return new DeletionReceipt(
                request,
                answer.message(),
                answer.status(),
                attempts,
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
            return new AttemptFailure.Rejected(describe(rejection.reason()), null);
        }
        return new AttemptFailure.NoAnswer(TransportException.of(failure, true));
    }

    private String describe(Rejection.Reason reason) {
        return switch (reason) {
            case FULL ->
                "too many calls wait for a slot already; raise maxWaiting or maxInFlight, or ask for less at a time";
            case TIMED_OUT ->
                "the deadline of " + settings.deadline()
                        + " passed while waiting for a slot; raise the deadline or maxInFlight";
            case CLOSED -> "the client is closed";
        };
    }

    private Duration remaining() {
        return settings.deadline().minus(elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - startedAt);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
