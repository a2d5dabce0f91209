package ai.extracta.deletions;

import ai.extracta.deletions.internal.Countable;
import ai.extracta.deletions.internal.protocol.Endpoints;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is the same for every call of a client, or of a view of it. */
record CallSettings(
        ApiKey apiKey,
        Endpoints endpoints,
        RetryPolicy retryPolicy,
        Duration deadline,
        Duration attemptDeadline,
        @Nullable ListenerGuard listener) {

    /** Hears nothing. */
    static final DeletionListener NOBODY = new DeletionListener() {};

    CallSettings {
        deadline = Countable.of(requirePositive("deadline", deadline));
        attemptDeadline = Countable.of(requirePositive("attemptDeadline", attemptDeadline));
    }

    CallSettings withRetryPolicy(RetryPolicy changed) {
        return new CallSettings(apiKey, endpoints, changed, deadline, attemptDeadline, listener);
    }

    CallSettings withDeadline(Duration changed) {
        return new CallSettings(apiKey, endpoints, retryPolicy, changed, attemptDeadline, listener);
    }

    CallSettings withAttemptDeadline(Duration changed) {
        return new CallSettings(apiKey, endpoints, retryPolicy, deadline, changed, listener);
    }

    static Duration requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be more than zero");
        }
        return duration;
    }
}
