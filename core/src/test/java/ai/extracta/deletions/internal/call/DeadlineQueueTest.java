package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Many deadlines, one task. */
class DeadlineQueueTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final CountingTimer timer = new CountingTimer(time);
    private final DeadlineQueue deadlines = new DeadlineQueue(timer);
    private final List<String> expired = new ArrayList<>();

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    @Test
    void aDeadlineExpiresAtItsTimeAndOnce() {
        schedule("a", 10);

        time.advanceTimeBy(Duration.ofMillis(9));
        assertThat(expired).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(expired).containsExactly("a");
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(expired).containsExactly("a");
    }

    @Test
    void deadlinesExpireInTheOrderOfTheirTimesWhateverTheOrderInWhichTheyWereScheduled() {
        schedule("c", 30);
        schedule("a", 10);
        schedule("d", 40);
        schedule("b", 20);
        schedule("b2", 20);

        time.advanceTimeBy(Duration.ofMillis(20));
        assertThat(expired).containsExactly("a", "b", "b2");
        time.advanceTimeBy(Duration.ofMillis(20));
        assertThat(expired).containsExactly("a", "b", "b2", "c", "d");
    }

    @Test
    void aCancelledDeadlineDoesNotExpireAndTheOthersDo() {
        DeadlineQueue.Deadline a = schedule("a", 10);
        schedule("b", 20);
        DeadlineQueue.Deadline c = schedule("c", 30);
        schedule("d", 40);

        deadlines.cancel(a);
        deadlines.cancel(c);
        deadlines.cancel(c);
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(expired).containsExactly("b", "d");
    }

    @Test
    void aDeadlineThatWasNeverScheduledMayBeCancelled() {
        schedule("a", 10);

        deadlines.cancel(new Named("b"));
        time.advanceTimeBy(Duration.ofMillis(10));

        assertThat(expired).containsExactly("a");
    }

    @Test
    void afterAllHaveExpiredOrBeenCancelledAnotherOneExpires() {
        deadlines.cancel(schedule("a", 10));
        time.advanceTimeBy(Duration.ofMillis(100));

        schedule("b", 10);
        time.advanceTimeBy(Duration.ofMillis(10));

        assertThat(expired).containsExactly("b");
    }

    @Test
    void aDeadlineExpiresAlthoughTheTimerAcceptsNoTaskForTheNext() {
        schedule("a", 10);
        schedule("b", 20);
        timer.failure = new InternalError("no thread");

        time.advanceTimeBy(Duration.ofMillis(10));
        assertThat(expired).containsExactly("a");

        timer.failure = null;
        schedule("c", 30);
        time.advanceTimeBy(Duration.ofMillis(30));
        assertThat(expired).containsExactly("a", "b", "c");
    }

    @Test
    void theTimerHasOneTaskHoweverManyThereAre() {
        for (int i = 0; i < 1000; i++) {
            deadlines.cancel(schedule("x", 10_000));
            schedule("y", 10_000);
        }

        assertThat(timer.scheduled).hasValue(1);
    }

    @Test
    void aTimeoutThatBlocksDoesNotDelayTheNext() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch waited = new CountDownLatch(1);
        Scheduler twoThreads = Schedulers.fromExecutorService(Executors.newScheduledThreadPool(2));
        DeadlineQueue real = new DeadlineQueue(twoThreads);

        real.schedule(
                new DeadlineQueue.Deadline() {
                    @Override
                    protected void onTimeout() {
                        boolean came = waitFor(second);
                        if (came) {
                            waited.countDown();
                        }
                    }
                },
                1);
        real.schedule(
                new DeadlineQueue.Deadline() {
                    @Override
                    protected void onTimeout() {
                        second.countDown();
                    }
                },
                2);

        assertThat(waited.await(20, TimeUnit.SECONDS)).isTrue();
        twoThreads.dispose();
    }

    @Test
    @Timeout(60)
    void withManyThreadsEachExpiresOrIsCancelled() throws InterruptedException {
        DeadlineQueue real = new DeadlineQueue(Schedulers.parallel());
        int each = 20_000;
        CountDownLatch ended = new CountDownLatch(4 * each);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> scheduleAndCancel(real, each, ended));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Cancels every second one at about the time when it expires. */
    private static void scheduleAndCancel(DeadlineQueue real, int count, CountDownLatch ended) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < count; i++) {
            AtomicInteger ends = new AtomicInteger();
            DeadlineQueue.Deadline deadline = new DeadlineQueue.Deadline() {
                @Override
                protected void onTimeout() {
                    if (ends.getAndIncrement() == 0) {
                        ended.countDown();
                    }
                }
            };
            real.schedule(deadline, random.nextLong(200_000));
            if (i % 2 == 0) {
                real.cancel(deadline);
                if (ends.getAndIncrement() == 0) {
                    ended.countDown();
                }
            }
        }
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private DeadlineQueue.Deadline schedule(String name, int millis) {
        Named deadline = new Named(name);
        deadlines.schedule(deadline, Duration.ofMillis(millis).toNanos());
        return deadline;
    }

    private final class Named extends DeadlineQueue.Deadline {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void onTimeout() {
            expired.add(name);
        }
    }

    /** Counts scheduled tasks. */
    private static final class CountingTimer implements Scheduler {

        private final Scheduler timer;
        private final AtomicInteger scheduled = new AtomicInteger();
        private @Nullable Error failure;

        CountingTimer(Scheduler timer) {
            this.timer = timer;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return timer.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            scheduled.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            return timer.schedule(() -> run(task), delay, unit);
        }

        /** What a task throws does not end the thread of an executor's other tasks. */
        private void run(Runnable task) {
            try {
                task.run();
            } catch (InternalError thrown) {
                assertThat(thrown).isSameAs(failure);
            }
        }

        @Override
        public Worker createWorker() {
            return timer.createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return timer.now(unit);
        }
    }
}
