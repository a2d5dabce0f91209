package ai.extracta.deletions.audit;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.SendListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/** Records how one call ended for its subscriber. Later signals are ignored. */
final class AuditedCall extends BaseSubscriber<DeletionReceipt> {

    private final DeletionTarget target;
    private final boolean patient;
    private final Runnable onTermination;
    private final AtomicBoolean terminated = new AtomicBoolean();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger possibleSends = new AtomicInteger();
    private volatile CallReport report;

    AuditedCall(DeletionTarget target, boolean patient, Runnable onTermination) {
        this.target = target;
        this.patient = patient;
        this.onTermination = onTermination;
        this.report = new CallReport(ReportedOutcome.NOTHING, patient, 0, 0);
    }

    DeletionTarget target() {
        return target;
    }

    CallReport report() {
        return report;
    }

    /** Cancels, then reads whether anything was sent: nothing may be sent from then on. */
    void cancelNow() {
        if (terminated.compareAndSet(false, true)) {
            cancel();
            int sent = possibleSends.get();
            end(
                    sent == 0 ? ReportedOutcome.CANCELLED_UNSENT : ReportedOutcome.CANCELLED_MAYBE_SENT,
                    exchanges.get(),
                    sent);
        }
    }

    /**
     * Called by {@link RecordingTransport} for each exchange, which counts as possibly sent until it reports
     * otherwise.
     */
    SendListener newExchange(SendListener listener) {
        exchanges.incrementAndGet();
        return new SendTracker(listener, possibleSends);
    }

    /** Lets {@link RecordingTransport} find this call. */
    @Override
    public Context currentContext() {
        return Context.of(AuditedCall.class, this);
    }

    @Override
    protected void hookOnNext(DeletionReceipt receipt) {
        end(ReportedOutcome.valueOf(receipt.confirmation().name()), receipt.attempts());
    }

    @Override
    protected void hookOnError(Throwable failure) {
        if (failure instanceof DeletionException known) {
            end(ReportedOutcome.valueOf(known.outcome().name()), known.attempts());
        } else {
            end(ReportedOutcome.NOTHING, 0);
        }
    }

    @Override
    protected void hookOnComplete() {
        end(ReportedOutcome.NOTHING, 0);
    }

    private void end(ReportedOutcome outcome, int attempts) {
        if (terminated.compareAndSet(false, true)) {
            end(outcome, attempts, possibleSends.get());
        }
    }

    private void end(ReportedOutcome outcome, int attempts, int sent) {
        report = new CallReport(outcome, patient, attempts, sent);
        onTermination.run();
    }

    /** Counts an exchange as possibly sent, except between {@code pending} and {@code sending}. */
    private static final class SendTracker implements SendListener {

        private enum Phase {
            STARTED,
            NOT_SENT_YET,
            SENDING
        }

        private final SendListener listener;
        private final AtomicInteger possibleSends;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTED);

        SendTracker(SendListener listener, AtomicInteger possibleSends) {
            this.listener = listener;
            this.possibleSends = possibleSends;
            possibleSends.incrementAndGet();
        }

        @Override
        public void pending() {
            if (phase.compareAndSet(Phase.STARTED, Phase.NOT_SENT_YET)) {
                possibleSends.decrementAndGet();
            }
            listener.pending();
        }

        @Override
        public void sending() {
            if (phase.getAndSet(Phase.SENDING) == Phase.NOT_SENT_YET) {
                possibleSends.incrementAndGet();
            }
            listener.sending();
        }
    }
}
