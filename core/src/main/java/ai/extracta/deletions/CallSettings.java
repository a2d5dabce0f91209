package ai.extracta.deletions;

import ai.extracta.deletions.internal.Endpoints;
import java.time.Duration;

/** What is the same for every call of a client. */
record CallSettings(
        ApiKey apiKey, Endpoints endpoints, RetryPolicy retryPolicy, Duration deadline, Duration attemptDeadline) {}
