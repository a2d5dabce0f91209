package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Threads that run, end, cancel and time out concurrently. */
class LimiterStressTest {

    private static final int THREADS = 4;
    private static final int OPERATIONS = 1_000_000;
    private static final int MAX_RUNNING = 3;
    private static final int PAUSES = 1_000;

    private final Scheduler timer = Schedulers.newParallel("timer", 2, true);
    private final FluctuatingLimit limit = new FluctuatingLimit();
    private final Limiter limiter =
            new Limiter(limit, 50, timer, () -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch ends = new CountDownLatch(OPERATIONS);
    private final ConcurrentLinkedQueue<Operation> pending = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger maxRunning = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger startedAfterTermination = new AtomicInteger();

    @AfterEach
    void stop() {
        timer.dispose();
    }

    @Test
    void afterAMillionEndsCancelsTimeoutsAndPausesEverySlotIsBackAndTheLimitWasNeverExceeded() throws Exception {
        Thread[] threads = IntStream.range(0, THREADS)
                .mapToObj(seed -> new Thread(() -> work(new Random(seed)), "stress-" + seed))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(50_000);
        }
        while (!pending.isEmpty()) {
            pending.remove().cancelAndCount();
        }

        assertThat(ends.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(unexpected).isEmpty();
        assertThat(maxRunning).hasValue(MAX_RUNNING);
        assertThat(started).hasValueGreaterThan(OPERATIONS / 100);
        assertThat(startedAfterTermination).hasValue(0);
        assertThat(running).hasValue(0);
        assertEverySlotIsFree();
        limiter.close();
    }

    private void assertEverySlotIsFree() {
        limit.isFixed = true;
        for (int i = 0; i <= MAX_RUNNING; i++) {
            new LimitedMono<>(limiter, Mono.empty(), Duration.ofDays(1))
                    .block(Duration.ofSeconds(20)); // until the last pause is over
        }
        ManualTask[] jobs =
                Stream.generate(ManualTask::new).limit(MAX_RUNNING + 1).toArray(ManualTask[]::new);
        for (ManualTask job : jobs) {
            new LimitedMono<>(limiter, job.mono(), Duration.ofDays(1)).subscribe(job.caller);
        }
        assertThat(jobs).extracting(ManualTask::isStarted).containsExactly(true, true, true, false);
    }

    private void work(Random random) {
        for (int i = 0; i < OPERATIONS / THREADS; i++) {
            Operation operation = new Operation(random.nextInt(3) == 0);
            Duration maxWait = Duration.ofNanos(random.nextInt(300_000));
            new LimitedMono<>(limiter, operation.work, maxWait).subscribe(operation);
            if (random.nextBoolean()) {
                endOrCancelAny(random);
            }
            if (pending.size() > 200) {
                endOrCancelAny(random);
            }
            if (random.nextInt(OPERATIONS / PAUSES) == 0) {
                limiter.pause(Duration.ofNanos(random.nextInt(300_000)));
            }
        }
    }

    /** Ends or cancels some operation, most likely another thread's. */
    private void endOrCancelAny(Random random) {
        Operation operation = pending.poll();
        if (operation == null) {
            return;
        }
        if (random.nextInt(3) == 0 || !operation.work.end()) {
            operation.cancelAndCount();
        }
    }

    /** Falls and rises again whenever a task ends. */
    private static final class FluctuatingLimit implements Limit {

        private volatile boolean isFixed;
        private int ends;

        @Override
        public int current() {
            return isFixed || ends % 100 < 50 ? MAX_RUNNING : MAX_RUNNING - 1;
        }

        @Override
        public boolean isAdaptive() {
            return true;
        }

        @Override
        public void onSample(int generation, long durationNanos, LimitSignal signal, int inFlight) {
            ends++;
        }
    }

    /** A caller. It can be cancelled by others from the moment before it is queued. */
    private final class Operation extends BaseSubscriber<String> {

        private final Work work;
        private final AtomicInteger terminations = new AtomicInteger();

        Operation(boolean endsImmediately) {
            this.work = new Work(this, endsImmediately);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            pending.add(this);
            requestUnbounded();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            if (!(failure instanceof LimiterRejectionException)) {
                unexpected.add(failure);
            }
        }

        @Override
        protected void hookFinally(SignalType type) {
            count();
        }

        void cancelAndCount() {
            cancel();
            count();
        }

        private void count() {
            if (terminations.getAndIncrement() == 0) {
                ends.countDown();
            }
        }
    }

    /** What an operation does: counts itself while it runs. */
    private final class Work extends Mono<String> implements Subscription {

        private static final int NEW = 0;
        private static final int STARTED = 1;
        private static final int TERMINATED = 2;

        private final Operation operation;
        private final boolean endsImmediately;
        private final AtomicInteger state = new AtomicInteger(NEW);
        private volatile CoreSubscriber<? super String> actual;

        Work(Operation operation, boolean endsImmediately) {
            this.operation = operation;
            this.endsImmediately = endsImmediately;
        }

        @Override
        public void subscribe(CoreSubscriber<? super String> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            boolean afterTermination = operation.terminations.get() > 0;
            if (!state.compareAndSet(NEW, STARTED)) {
                return;
            }
            started.incrementAndGet();
            maxRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (afterTermination) {
                startedAfterTermination.incrementAndGet();
            }
            if (endsImmediately) {
                end();
            }
        }

        /** Returns false if it does not run. */
        boolean end() {
            synchronized (this) { // a racing cancel must not release the slot before this is counted
                if (!state.compareAndSet(STARTED, TERMINATED)) {
                    return false;
                }
                running.decrementAndGet();
            }
            actual.onNext("done");
            actual.onComplete();
            return true;
        }

        @Override
        public synchronized void cancel() {
            if (state.getAndSet(TERMINATED) == STARTED) {
                running.decrementAndGet();
            }
        }
    }
}
