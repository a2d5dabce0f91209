package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What follows the failed attempts of one call: whether there is another, when, and after which refused key. Touched by one
 * signal at a time, but for {@link #outcome()}.
 */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final Call call;
    private final Failures failures = new Failures();
    private AttemptFailure.@Nullable Unconfirmed keyRefusal;
    private boolean wasAskedForAnotherKey;
    private Duration slowedDownFor = Duration.ZERO;

    Retries(Call call) {
        this.call = call;
    }

    int attempts() {
        return failures.attempts();
    }

    /** What is known of the deletion if nothing follows. */
    Outcome outcome() {
        return failures.outcome();
    }

    void add(AttemptFailure failure) {
        failures.add(failure);
    }

    /** The refusal because of which the next attempt asks for another key, once. */
    AttemptFailure.@Nullable Unconfirmed takeKeyRefusal() {
        AttemptFailure.Unconfirmed refusal = keyRefusal;
        keyRefusal = null;
        return refusal;
    }

    /** Whether an earlier attempt may have done what this one finds done. */
    boolean isSettledBy(ApiResponse answer) {
        return answer.status() == 404 && answer.outcome() == Outcome.REFUSED && failures.outcome() == Outcome.UNKNOWN;
    }

    /** Before the slot of a refused attempt is free: otherwise whoever waits for it would still be sent. */
    void slowDown(AttemptFailure failure) {
        Duration pause = pauseAfter(failure, failures.count() + 1);
        slowedDownFor = pause;
        call.resources().limiter().pause(pause);
    }

    /**
     * Completes when the next attempt may begin, or fails with what all attempts add up to.
     *
     * @param failure the last that was added
     */
    Mono<Void> next(AttemptFailure failure) {
        if (failure instanceof AttemptFailure.Unconfirmed refusal && mayHaveAnotherKey(refusal)) {
            wasAskedForAnotherKey = true;
            keyRefusal = refusal;
            hear(failure, Duration.ZERO);
            return Mono.empty();
        }
        Duration pause = failure.asksToSlowDown() ? slowedDownFor : pauseAfter(failure, failures.count());
        try {
            return mayFollow(failure, pause) ? pause(failure, pause) : Mono.error(failures.conclusion(call.request()));
        } catch (Throwable thrownByTheCondition) {
            return Mono.error(conclusionDespite(thrownByTheCondition));
        }
    }

    private boolean mayHaveAnotherKey(AttemptFailure.Unconfirmed failure) {
        CallSettings settings = call.settings();
        return !wasAskedForAnotherKey
                && failure.isKeyRefused()
                && settings.apiKey().isSupplied()
                && settings.retryPolicy().allowsAnotherKey(failures.count());
    }

    private Duration pauseAfter(AttemptFailure failure, int count) {
        return call.settings()
                .retryPolicy()
                .pauseAfter(failure, count, call.resources().random());
    }

    private boolean mayFollow(AttemptFailure failure, Duration pause) {
        return pause.compareTo(call.remaining()) < 0
                && call.settings().retryPolicy().allowsAnother(failure, failures.count(), () -> exceptionOf(failure));
    }

    private Mono<Void> pause(AttemptFailure failure, Duration pause) {
        LOG.debug("Attempt {} ended {}, the next follows in {}", failures.count(), failure.outcome(), pause);
        hear(failure, pause);
        return call.resources().pauses().pause(pause).onErrorMap(closed -> {
            failures.add(call.failureOf(closed));
            return failures.conclusion(call.request());
        });
    }

    private void hear(AttemptFailure failure, Duration pause) {
        if (call.listener() != CallSettings.NOBODY) {
            call.listener().retrying(exceptionOf(failure), pause);
        }
    }

    private DeletionException exceptionOf(AttemptFailure failure) {
        return failure.toException(call.request(), failures.attempts());
    }

    private DeletionException conclusionDespite(Throwable thrownByTheCondition) {
        DeletionException conclusion = failures.conclusion(call.request());
        conclusion.addSuppressed(thrownByTheCondition);
        return conclusion;
    }
}
