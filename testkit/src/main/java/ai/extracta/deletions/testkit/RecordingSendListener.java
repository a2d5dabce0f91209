package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.SendListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the signals of a transport about an exchange. */
final class RecordingSendListener implements SendListener {

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger sending = new AtomicInteger();

    @Override
    public void pending() {
        pending.incrementAndGet();
    }

    @Override
    public void sending() {
        sending.incrementAndGet();
    }

    int notSentYetCount() {
        return pending.get();
    }

    int sendingCount() {
        return sending.get();
    }
}
