package ai.extracta.deletions.benchmarks.driver;

/** A caller that sends its next request from the callback of the previous one. */
final class ClosedLoop implements Completion {

    private final Contender contender;
    private final Recorder recorder;
    private long sentAt;

    ClosedLoop(Contender contender, Recorder recorder) {
        this.contender = contender;
        this.recorder = recorder;
    }

    void start() {
        sentAt = System.nanoTime();
        contender.send(this);
    }

    @Override
    public void succeeded() {
        long now = System.nanoTime();
        if (recorder.recordResponse(sentAt, now)) {
            sentAt = now;
            contender.send(this);
        } else {
            recorder.callerFinished();
        }
    }

    @Override
    public void failed(Throwable failure) {
        recorder.failed(failure);
        recorder.callerFinished();
    }
}
