package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shared by all attempts of one call. */
record CallContext(
        CallSettings settings,
        ClientResources resources,
        DeletionRequest request,
        ByteBuffer body,
        CallListener listener,
        long startedAt) {

    Duration elapsed() {
        return Duration.ofNanos(elapsedNanos());
    }

    /** Until the deadline of the call; negative once it has passed. */
    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** The time that an attempt may take if it starts now; not positive once the deadline of the call has passed. */
    long attemptNanos() {
        return Math.min(settings.attemptDeadline().toNanos(), remainingNanos());
    }

    private long remainingNanos() {
        return settings.deadline().toNanos() - elapsedNanos();
    }

    private long elapsedNanos() {
        return resources.timer().now(TimeUnit.NANOSECONDS) - startedAt;
    }
}
