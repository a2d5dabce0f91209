package ai.extracta.deletions.benchmarks.driver;

import java.util.concurrent.CountDownLatch;

/** One thread of several that sends, waits, and sends again. It lives until it is released, so that its memory can be told. */
final class BlockingCaller implements Runnable {

    private final Contender contender;
    private final Recorder recorder;
    private final CountDownLatch released;

    BlockingCaller(Contender contender, Recorder recorder, CountDownLatch released) {
        this.contender = contender;
        this.recorder = recorder;
        this.released = released;
    }

    @Override
    public void run() {
        try {
            sendUntilDeadline();
        } catch (Exception e) {
            recorder.failed(e);
        } finally {
            recorder.callerFinished();
        }
        awaitRelease();
    }

    private void sendUntilDeadline() throws Exception {
        long sentAt = System.nanoTime();
        boolean more = true;
        while (more) {
            contender.sendAndWait();
            long now = System.nanoTime();
            more = recorder.recordResponse(sentAt, now);
            sentAt = now;
        }
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
