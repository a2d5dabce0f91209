package ai.extracta.deletions.audit;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.SendListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/** One deletion as its caller sees it. What comes after it has ended is not heard, as no caller would hear it. */
final class AuditedCall extends BaseSubscriber<DeletionReceipt> {

    private final Target target;
    private final boolean patient;
    private final Runnable whenEnded;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger mayHaveSent = new AtomicInteger();
    private volatile Report report;

    AuditedCall(Target target, boolean patient, Runnable whenEnded) {
        this.target = target;
        this.patient = patient;
        this.whenEnded = whenEnded;
        this.report = new Report(Reported.NOTHING, patient, 0, 0);
    }

    Target target() {
        return target;
    }

    Report report() {
        return report;
    }

    /** Cancels, and only then looks whether anything was sent: from then on nothing may be. */
    void giveUp() {
        if (over.compareAndSet(false, true)) {
            cancel();
            int sent = mayHaveSent.get();
            end(sent == 0 ? Reported.CANCELLED_UNSENT : Reported.CANCELLED_MAYBE_SENT, exchanges.get(), sent);
        }
    }

    /** Called by the transport's recorder when another exchange begins. Until it promises otherwise, it may be sending. */
    SendListener newExchange(SendListener listener) {
        exchanges.incrementAndGet();
        return new Recorder(listener, mayHaveSent);
    }

    /** By which {@link RecordingTransport} finds this call. */
    @Override
    public Context currentContext() {
        return Context.of(AuditedCall.class, this);
    }

    @Override
    protected void hookOnNext(DeletionReceipt receipt) {
        end(Reported.valueOf(receipt.confirmation().name()), receipt.attempts());
    }

    @Override
    protected void hookOnError(Throwable failure) {
        if (failure instanceof DeletionException known) {
            end(Reported.valueOf(known.outcome().name()), known.attempts());
        } else {
            end(Reported.NOTHING, 0);
        }
    }

    @Override
    protected void hookOnComplete() {
        end(Reported.NOTHING, 0);
    }

    private void end(Reported how, int attempts) {
        if (over.compareAndSet(false, true)) {
            end(how, attempts, mayHaveSent.get());
        }
    }

    private void end(Reported how, int attempts, int sent) {
        report = new Report(how, patient, attempts, sent);
        whenEnded.run();
    }

    /** Counts an exchange as one that may have sent something, but for the time between a promise not to and its end. */
    private static final class Recorder implements SendListener {

        private enum Phase {
            BEGUN,
            WITHHELD,
            SENDING
        }

        private final SendListener listener;
        private final AtomicInteger mayHaveSent;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BEGUN);

        Recorder(SendListener listener, AtomicInteger mayHaveSent) {
            this.listener = listener;
            this.mayHaveSent = mayHaveSent;
            mayHaveSent.incrementAndGet();
        }

        @Override
        public void withheld() {
            if (phase.compareAndSet(Phase.BEGUN, Phase.WITHHELD)) {
                mayHaveSent.decrementAndGet();
            }
            listener.withheld();
        }

        @Override
        public void sending() {
            if (phase.getAndSet(Phase.SENDING) == Phase.WITHHELD) {
                mayHaveSent.incrementAndGet();
            }
            listener.sending();
        }
    }
}
