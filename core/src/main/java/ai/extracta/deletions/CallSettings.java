package ai.extracta.deletions;

import ai.extracta.deletions.internal.Countable;
import ai.extracta.deletions.internal.Endpoints;
import java.time.Duration;

/** What is the same for every call of a client. */
record CallSettings(
        ApiKey apiKey, Endpoints endpoints, RetryPolicy retryPolicy, Duration deadline, Duration attemptDeadline) {

    CallSettings {
        deadline = Countable.of(deadline);
        attemptDeadline = Countable.of(attemptDeadline);
    }
}
