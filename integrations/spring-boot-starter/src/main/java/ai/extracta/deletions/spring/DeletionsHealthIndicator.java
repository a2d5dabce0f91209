package ai.extracta.deletions.spring;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.ClientStatus;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up unless the client is closed. A pause, or a call that failed, is a detail: taking this instance out of service
 * would not help against it.
 */
final class DeletionsHealthIndicator implements HealthIndicator {

    private final ClassificationDeletions deletions;
    private final LastCallListener lastCall;

    DeletionsHealthIndicator(ClassificationDeletions deletions, LastCallListener lastCall) {
        this.deletions = deletions;
        this.lastCall = lastCall;
    }

    @Override
    public Health health() {
        ClientStatus status = deletions.status();
        Health.Builder health = status.closed() ? Health.outOfService() : Health.up();
        health.withDetail("closed", status.closed())
                .withDetail("inFlight", status.inFlight())
                .withDetail("maxInFlight", status.maxInFlight())
                .withDetail("queued", status.queued());
        if (!status.remainingPause().isZero()) {
            health.withDetail("pausedUntil", Instant.now().plus(status.remainingPause()));
        }
        lastCall.last().ifPresent(call -> health.withDetail("lastOutcome", call.outcome())
                .withDetail("lastCallEndedAt", call.endedAt()));
        return health.build();
    }
}
