package ai.extracta.deletions;

import ai.extracta.deletions.internal.Countable;
import ai.extracta.deletions.internal.Endpoints;
import java.time.Duration;

/** What is the same for every call of a client, or of a view of it. */
record CallSettings(
        ApiKey apiKey, Endpoints endpoints, RetryPolicy retryPolicy, Duration deadline, Duration attemptDeadline) {

    CallSettings {
        deadline = Countable.of(requirePositive("deadline", deadline));
        attemptDeadline = Countable.of(requirePositive("attemptDeadline", attemptDeadline));
    }

    CallSettings withDeadline(Duration changed) {
        return new CallSettings(apiKey, endpoints, retryPolicy, changed, attemptDeadline);
    }

    CallSettings withAttemptDeadline(Duration changed) {
        return new CallSettings(apiKey, endpoints, retryPolicy, deadline, changed);
    }

    static Duration requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be more than zero");
        }
        return duration;
    }
}
