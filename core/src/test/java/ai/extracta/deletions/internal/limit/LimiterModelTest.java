package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A million random operations, each compared with the simplest correct model: a list of running tasks and a queue. So
 * no slot is lost or granted twice, tasks start in order, and none waits while a slot is free.
 */
class LimiterModelTest {

    private static final int OPERATIONS = 1_000_000;
    private static final int MAX_WAITING = 20;
    private static final int MAX_LIMIT = 5;

    private final Random random = new Random(20261122);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ChangingLimit limit = new ChangingLimit();
    private final Limiter limiter = new Limiter(limit, MAX_WAITING, time, () -> 0);

    private final List<Caller> running = new ArrayList<>();
    private final List<Caller> waiting = new ArrayList<>();
    private final Set<Reason> rejections = EnumSet.noneOf(Reason.class);
    private long pausedUntil;
    private int starts;

    @Test
    void aMillionRandomOperationsLoseNoSlotAndKeepTheOrder() {
        for (int i = 0; i < OPERATIONS; i++) {
            operate(random.nextInt(1000));
            require(running.size() == limit.running, "what runs is what the limiter counts");
            require(waiting.isEmpty() || isPaused() || running.size() >= limit.current, "nobody waits for nothing");
        }

        pause(1);
        subscribe();
        limiter.close();

        assertThat(waiting).isEmpty();
        assertThat(starts).isGreaterThan(OPERATIONS / 10);
        assertThat(rejections).containsExactlyInAnyOrder(Reason.FULL, Reason.TIMED_OUT, Reason.CLOSED);
        List.copyOf(running).forEach(Caller::finish);
        assertThat(limit.running).isZero();
    }

    private void operate(int roll) {
        if (roll < 400) {
            subscribe();
        } else if (roll < 600) {
            withAnyOf(running, Caller::finish);
        } else if (roll < 700) {
            withAnyOf(running, Caller::cancelNow);
        } else if (roll < 850) {
            withAnyOf(waiting, Caller::cancelNow);
        } else if (roll < 999) {
            time.advanceTimeBy(Duration.ofNanos(random.nextInt(1000)));
        } else {
            pause(random.nextInt(5000));
        }
    }

    private void withAnyOf(List<Caller> callers, Consumer<Caller> action) {
        if (!callers.isEmpty()) {
            action.accept(callers.get(random.nextInt(callers.size())));
        }
    }

    private void subscribe() {
        Caller caller = new Caller(1 + random.nextInt(4000));
        waiting.add(caller);
        new LimitedMono<>(limiter, caller.work(), Duration.ofNanos(caller.maxWait)).subscribe(caller);
    }

    private void pause(long nanos) {
        pausedUntil = Math.max(pausedUntil, now() + nanos);
        limiter.pause(Duration.ofNanos(nanos));
    }

    private boolean isPaused() {
        return now() < pausedUntil;
    }

    private long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    private static void require(boolean condition, String promise) {
        if (!condition) {
            throw new AssertionError("broken: " + promise);
        }
    }

    /** Changes whenever a task ends, as an adaptive limit may. */
    private final class ChangingLimit implements Limit {

        private int current = MAX_LIMIT;
        private int running;

        @Override
        public int current() {
            return current;
        }

        @Override
        public boolean isAdaptive() {
            return true;
        }

        @Override
        public int onStart(int runningNow) {
            running = runningNow;
            require(runningNow <= current, "the limit holds");
            return current;
        }

        @Override
        public void onSample(int generation, long durationNanos, LimitSignal signal, int runningUntilNow) {
            running = runningUntilNow - 1;
            if (random.nextInt(100) == 0) {
                current = 1 + random.nextInt(MAX_LIMIT);
            }
        }
    }

    private final class Caller extends BaseSubscriber<String> {

        private final long enqueuedAt = now();
        private final long maxWait;
        private CoreSubscriber<? super String> source;

        Caller(long maxWait) {
            this.maxWait = maxWait;
        }

        Mono<String> work() {
            return new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super String> actual) {
                    started();
                    source = actual;
                    actual.onSubscribe(Operators.emptySubscription());
                }
            };
        }

        private void started() {
            require(!isPaused(), "nothing starts in a pause");
            require(waiting.get(0) == this, "first come, first served");
            running.add(waiting.remove(0));
            starts++;
        }

        void finish() {
            running.remove(this);
            source.onNext("done");
        }

        void cancelNow() {
            running.remove(this);
            waiting.remove(this);
            cancel();
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            Reason reason = ((LimiterRejectionException) failure).reason();
            rejections.add(reason);
            require(waiting.remove(this), "only who waits is turned away");
            switch (reason) {
                case FULL -> require(waiting.size() == MAX_WAITING, "rejected only when the queue is full");
                case TIMED_OUT -> require(now() - enqueuedAt >= maxWait, "nobody is turned away early");
                case CLOSED, NO_TIMER -> {}
            }
        }
    }
}
