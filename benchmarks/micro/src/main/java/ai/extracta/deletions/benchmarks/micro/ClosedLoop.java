package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Callers who each ask for the next deletion when the one before is done. */
final class ClosedLoop {

    /** As many as the client has slots by default, so that none waits. */
    static final int USUAL_CALLERS = 16;

    private final ClassificationDeletions deletions;
    private final int callers;
    private final LongAdder calls = new LongAdder();
    private volatile long end;
    private volatile @Nullable Throwable failure;
    private volatile CountDownLatch running = new CountDownLatch(0);

    ClosedLoop(ClassificationDeletions deletions, int callers) {
        this.deletions = deletions;
        this.callers = callers;
    }

    /** Returns how many calls were made. Throws if one failed. */
    long runFor(Duration time) {
        calls.reset();
        end = System.nanoTime() + time.toNanos();
        running = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            new Caller().run();
        }
        try {
            running.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException("a call failed that must not", failed);
        }
        return calls.sum();
    }

    /** A loop where the answer comes at once, so that it does not call itself. */
    private final class Caller implements CoreSubscriber<DeletionReceipt> {

        private final AtomicInteger due = new AtomicInteger();

        void run() {
            if (due.getAndIncrement() != 0) {
                return;
            }
            do {
                next();
            } while (due.decrementAndGet() != 0);
        }

        private void next() {
            if (System.nanoTime() - end < 0) {
                deletions.deleteBatch("cls-1", "batch-7").subscribe(this);
            } else {
                running.countDown();
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DeletionReceipt receipt) {
            calls.increment();
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
            running.countDown();
        }

        @Override
        public void onComplete() {
            run();
        }
    }
}
