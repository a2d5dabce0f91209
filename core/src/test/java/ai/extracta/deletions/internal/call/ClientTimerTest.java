package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class ClientTimerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ClientTimer timer = ClientTimer.create();

    @AfterEach
    void release() {
        timer.release().run();
    }

    @Test
    void runsWhileAllThreadsOfReactorsParallelSchedulerAreBlocked() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
            Schedulers.parallel().schedule(() -> awaitUninterruptibly(blocked));
        }
        try {
            assertThat(runs()).isTrue();
        } finally {
            blocked.countDown();
        }
    }

    @Test
    void runsInRealTimeWhileReactorsTimeIsVirtual() throws InterruptedException {
        VirtualTimeScheduler.getOrSet();
        ClientTimer built = ClientTimer.create();
        try {
            assertThat(runs(built)).isTrue();
        } finally {
            VirtualTimeScheduler.reset();
            built.release().run();
        }
    }

    @Test
    void runsWhileASubscriberBlocksOneOfItsThreads() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        timer.scheduler().schedule(() -> awaitUninterruptibly(blocked));
        try {
            assertThat(runs()).isTrue();
            assertThat(runs()).isTrue();
        } finally {
            blocked.countDown();
        }
    }

    @Test
    void failsABlockingCallOnItsThreadsImmediately() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);

        timer.scheduler().schedule(() -> {
            try {
                Mono.never().block(LIMIT);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            done.countDown();
        });

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get()).hasMessageContaining("not supported in thread extracta-deletions-timer");
    }

    @Test
    void afterItsReleaseRunsWhatWasScheduledAndEndsItsThreads() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        timer.scheduler()
                .schedule(
                        () -> {
                            thread.set(Thread.currentThread());
                            ran.countDown();
                        },
                        50,
                        TimeUnit.MILLISECONDS);

        timer.release().run();

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        thread.get().join(LIMIT.toMillis());
        assertThat(thread.get().isAlive()).isFalse();
        assertThatThrownBy(() -> timer.scheduler().schedule(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private boolean runs() throws InterruptedException {
        return runs(timer);
    }

    private static boolean runs(ClientTimer tested) throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        tested.scheduler().schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
        return ran.await(10, TimeUnit.SECONDS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                done = latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (Throwable interruptedOrRefused) {
                Thread.onSpinWait();
            }
        }
    }
}
