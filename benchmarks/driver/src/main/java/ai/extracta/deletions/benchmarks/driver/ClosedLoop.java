package ai.extracta.deletions.benchmarks.driver;

/** A caller that sends its next request from the callback of the previous one. */
final class ClosedLoop implements Completion {

    private final Contender contender;
    private final Recorder recorder;
    private long sentAt;
    private int share;

    ClosedLoop(Contender contender, Recorder recorder) {
        this.contender = contender;
        this.recorder = recorder;
    }

    void start() {
        send(System.nanoTime());
    }

    private void send(long now) {
        sentAt = now;
        share += CancelledCall.SHARE;
        if (share < 100) {
            contender.send(this);
        } else {
            share -= 100;
            CancelledCall.send(contender, this, () -> send(System.nanoTime()));
        }
    }

    @Override
    public void succeeded() {
        long now = System.nanoTime();
        if (recorder.recordResponse(sentAt, now)) {
            send(now);
        } else {
            recorder.callerFinished();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (CancelledCall.SHARE == 0) {
            recorder.failed(failure);
            recorder.callerFinished();
        } else if (recorder.recordLoss(System.nanoTime())) {
            send(System.nanoTime());
        } else {
            recorder.callerFinished();
        }
    }
}
