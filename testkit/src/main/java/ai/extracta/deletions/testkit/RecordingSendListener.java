package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.SendListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a transport says about an exchange. */
final class RecordingSendListener implements SendListener {

    private final AtomicInteger withheld = new AtomicInteger();
    private final AtomicInteger sending = new AtomicInteger();

    @Override
    public void pending() {
        withheld.incrementAndGet();
    }

    @Override
    public void sending() {
        sending.incrementAndGet();
    }

    int notSentYetCount() {
        return withheld.get();
    }

    int sendingCount() {
        return sending.get();
    }
}
