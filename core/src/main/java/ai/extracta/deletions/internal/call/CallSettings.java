package ai.extracta.deletions.internal.call;

import static ai.extracta.deletions.internal.limit.Durations.capped;
import static ai.extracta.deletions.internal.limit.Durations.requirePositive;

import ai.extracta.deletions.internal.protocol.Endpoints;
import java.time.Duration;

/** The same for every call of a client, or of a view of it. */
public record CallSettings(
        TokenSource tokens,
        Endpoints endpoints,
        RetryRules retryRules,
        Duration deadline,
        Duration attemptDeadline,
        boolean notFoundMeansAbsent,
        SafeListener safeListener) {

    public CallSettings {
        deadline = capped(requirePositive("deadline", deadline));
        attemptDeadline = capped(requirePositive("attemptDeadline", attemptDeadline));
    }

    public CallSettings withRetryRules(RetryRules changed) {
        return new CallSettings(
                tokens, endpoints, changed, deadline, attemptDeadline, notFoundMeansAbsent, safeListener);
    }

    public CallSettings withDeadline(Duration changed) {
        return new CallSettings(
                tokens, endpoints, retryRules, changed, attemptDeadline, notFoundMeansAbsent, safeListener);
    }

    public CallSettings withAttemptDeadline(Duration changed) {
        return new CallSettings(tokens, endpoints, retryRules, deadline, changed, notFoundMeansAbsent, safeListener);
    }

    public CallSettings withNotFoundMeansAbsent(boolean changed) {
        return new CallSettings(tokens, endpoints, retryRules, deadline, attemptDeadline, changed, safeListener);
    }
}
