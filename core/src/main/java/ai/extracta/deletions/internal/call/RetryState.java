package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The failed attempts of one call, and what follows from them. Accessed by one signal at a time. */
final class RetryState {

    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.LOGGER);

    /** What follows a failed attempt. */
    sealed interface Decision {}

    /** With a refused key, the key is refreshed without delay because of this 401. */
    record Retry(Duration delay, @Nullable ResponseFailure refusedKey) implements Decision {}

    record GiveUp(DeletionException exception) implements Decision {}

    private final CallContext call;
    private final FailureHistory history = new FailureHistory();
    private boolean keyRefreshed;

    RetryState(CallContext call) {
        this.call = call;
    }

    FailureHistory history() {
        return history;
    }

    /** Whether an earlier attempt may have deleted what this response reports as not found. */
    boolean resolvesUnknown(ApiResponse response) {
        return response.status() == 404
                && response.outcome() == Outcome.REFUSED
                && history.outcome() == Outcome.UNKNOWN;
    }

    /** The failure is the one added last. */
    Decision decide(AttemptException failure) {
        if (failure instanceof ResponseFailure refusal && shouldRefreshKey(refusal)) {
            keyRefreshed = true;
            return new Retry(Duration.ZERO, refusal);
        }
        try {
            return retryOrGiveUp(failure);
        } catch (Throwable thrownByTheCondition) {
            DeletionException exception = history.toException(call.request());
            exception.addSuppressed(thrownByTheCondition);
            return new GiveUp(exception);
        }
    }

    private boolean shouldRefreshKey(ResponseFailure failure) {
        CallSettings settings = call.settings();
        return !keyRefreshed
                && failure.isKeyRefused()
                && settings.tokens().isSupplied()
                && settings.retryRules().allowsKeyRefresh(history.count());
    }

    private Decision retryOrGiveUp(AttemptException failure) {
        RetryRules rules = call.settings().retryRules();
        Duration delay = failure.clientPause()
                .orElseGet(() -> rules.delayAfter(
                        failure, history.count(), call.resources().random()));
        boolean retries = delay.compareTo(call.remaining()) < 0
                && rules.allowsRetry(
                        failure, history.count(), () -> failure.toException(call.request(), history.attempts()));
        if (!retries) {
            return new GiveUp(history.toException(call.request()));
        }
        LOG.debug("Attempt {} ended {}, the next follows in {}", history.count(), failure.outcome(), delay);
        return new Retry(delay, null);
    }
}
