package ai.extracta.deletions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Many deadlines, one task. */
class DeadlinesTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final CountingTimer timer = new CountingTimer(time);
    private final Deadlines deadlines = new Deadlines(timer);
    private final List<String> passed = new ArrayList<>();

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    @Test
    void aDeadlinePassesAtItsTimeAndOnce() {
        start("a", 10);

        time.advanceTimeBy(Duration.ofMillis(9));
        assertThat(passed).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(passed).containsExactly("a");
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(passed).containsExactly("a");
    }

    @Test
    void deadlinesPassInTheOrderOfTheirTimesWhateverTheOrderInWhichTheyStarted() {
        start("c", 30);
        start("a", 10);
        start("d", 40);
        start("b", 20);
        start("b2", 20);

        time.advanceTimeBy(Duration.ofMillis(20));
        assertThat(passed).containsExactly("a", "b", "b2");
        time.advanceTimeBy(Duration.ofMillis(20));
        assertThat(passed).containsExactly("a", "b", "b2", "c", "d");
    }

    @Test
    void aDeadlineThatWasWithdrawnDoesNotPassAndTheOthersDo() {
        Deadlines.Deadline a = start("a", 10);
        start("b", 20);
        Deadlines.Deadline c = start("c", 30);
        start("d", 40);

        deadlines.withdraw(a);
        deadlines.withdraw(c);
        deadlines.withdraw(c);
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(passed).containsExactly("b", "d");
    }

    @Test
    void aDeadlineThatWasNeverStartedMayBeWithdrawn() {
        start("a", 10);

        deadlines.withdraw(new Named("b"));
        time.advanceTimeBy(Duration.ofMillis(10));

        assertThat(passed).containsExactly("a");
    }

    @Test
    void afterAllHavePassedOrAreWithdrawnAnotherOnePasses() {
        deadlines.withdraw(start("a", 10));
        time.advanceTimeBy(Duration.ofMillis(100));

        start("b", 10);
        time.advanceTimeBy(Duration.ofMillis(10));

        assertThat(passed).containsExactly("b");
    }

    @Test
    void theTimerHasOneTaskHoweverManyThereAre() {
        for (int i = 0; i < 1000; i++) {
            deadlines.withdraw(start("x", 10_000));
            start("y", 10_000);
        }

        assertThat(timer.scheduled).hasValue(1);
    }

    @Test
    void whatOneSetsOffDoesNotHoldUpTheNext() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch waited = new CountDownLatch(1);
        Scheduler twoThreads = Schedulers.fromExecutorService(Executors.newScheduledThreadPool(2));
        Deadlines real = new Deadlines(twoThreads);

        real.start(
                new Deadlines.Deadline() {
                    @Override
                    protected void pass() {
                        boolean came = waitFor(second);
                        if (came) {
                            waited.countDown();
                        }
                    }
                },
                1);
        real.start(
                new Deadlines.Deadline() {
                    @Override
                    protected void pass() {
                        second.countDown();
                    }
                },
                2);

        assertThat(waited.await(20, TimeUnit.SECONDS)).isTrue();
        twoThreads.dispose();
    }

    @Test
    @Timeout(60)
    void underManyThreadsEachPassesOrWasWithdrawn() throws InterruptedException {
        Deadlines real = new Deadlines(Schedulers.parallel());
        int each = 20_000;
        CountDownLatch ended = new CountDownLatch(4 * each);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> startAndWithdraw(real, each, ended));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Of each two one is withdrawn, at about the time when it passes. */
    private static void startAndWithdraw(Deadlines real, int count, CountDownLatch ended) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < count; i++) {
            AtomicInteger ends = new AtomicInteger();
            Deadlines.Deadline deadline = new Deadlines.Deadline() {
                @Override
                protected void pass() {
                    if (ends.getAndIncrement() == 0) {
                        ended.countDown();
                    }
                }
            };
            real.start(deadline, random.nextLong(200_000));
            if (i % 2 == 0) {
                real.withdraw(deadline);
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

    private Deadlines.Deadline start(String name, int millis) {
        Named deadline = new Named(name);
        deadlines.start(deadline, Duration.ofMillis(millis).toNanos());
        return deadline;
    }

    private final class Named extends Deadlines.Deadline {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void pass() {
            passed.add(name);
        }
    }

    /** Counts what it is asked to do. */
    private static final class CountingTimer implements Scheduler {

        private final Scheduler timer;
        private final AtomicInteger scheduled = new AtomicInteger();

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
            return timer.schedule(task, delay, unit);
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
