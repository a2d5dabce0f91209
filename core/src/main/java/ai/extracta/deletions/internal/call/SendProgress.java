package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.SendListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** How far the request of an attempt has come, and so what is known about it when the attempt ends without response. */
abstract class SendProgress extends DeadlineQueue.Deadline implements SendListener {

    private enum Phase {
        NEW,
        RESOLVING_KEY,
        GIVEN_UP_BEFORE_SENDING,
        /** The transport has not reported whether it is sending already, so that must be assumed. */
        HANDED_OVER,
        NOT_SENT_YET,
        SENDING
    }

    private static final AtomicReferenceFieldUpdater<SendProgress, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(SendProgress.class, Phase.class, "phase");

    private volatile Phase phase = Phase.NEW;

    private volatile @Nullable HttpVersion httpVersion;

    /** Called when bytes may leave this process from now on. */
    abstract void onSending();

    final boolean beginResolvingKey() {
        return PHASE.compareAndSet(this, Phase.NEW, Phase.RESOLVING_KEY);
    }

    final boolean isResolvingKey() {
        return phase == Phase.RESOLVING_KEY;
    }

    final boolean handOver() {
        return PHASE.compareAndSet(this, Phase.RESOLVING_KEY, Phase.HANDED_OVER);
    }

    /** Has no effect once the request was handed to the transport. */
    final void giveUpBeforeSending() {
        if (!PHASE.compareAndSet(this, Phase.NEW, Phase.GIVEN_UP_BEFORE_SENDING)) {
            PHASE.compareAndSet(this, Phase.RESOLVING_KEY, Phase.GIVEN_UP_BEFORE_SENDING);
        }
    }

    final boolean isGivenUp() {
        return phase == Phase.GIVEN_UP_BEFORE_SENDING;
    }

    /** Whether a byte may have left this process, of a request that was handed to the transport. */
    final boolean maybeSent() {
        return phase != Phase.NOT_SENT_YET;
    }

    final Outcome outcomeWithoutResponse() {
        return switch (phase) {
            case NEW, RESOLVING_KEY, GIVEN_UP_BEFORE_SENDING, NOT_SENT_YET -> Outcome.NOT_SENT;
            case HANDED_OVER, SENDING -> Outcome.UNKNOWN;
        };
    }

    @Override
    public final void pending() {
        PHASE.compareAndSet(this, Phase.HANDED_OVER, Phase.NOT_SENT_YET);
    }

    @Override
    public final void sending() {
        phase = Phase.SENDING;
        onSending();
    }

    @Override
    public final void sending(HttpVersion version) {
        httpVersion = version;
        sending();
    }

    /** Empty if nothing was sent, or if the transport does not say. */
    final Optional<HttpVersion> httpVersion() {
        return Optional.ofNullable(httpVersion);
    }
}
