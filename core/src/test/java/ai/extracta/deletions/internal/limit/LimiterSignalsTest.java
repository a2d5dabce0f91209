package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** Demand, late signals, and sources that misbehave. */
class LimiterSignalsTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final Limiter limiter = new Limiter(Limit.fixed(1), 10, VirtualTimeScheduler.create(), () -> 0);

    @Test
    void nothingStartsBeforeItIsRequested() {
        ManualTask job = new ManualTask();
        TestSubscriber<String> caller =
                TestSubscriber.builder().initialRequest(0).build();
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(caller);
        assertThat(job.isStarted()).isFalse();

        caller.request(1);

        assertThat(job.starts).hasValue(1);
    }

    @Test
    void whatWasNotRequestedTakesNoSlotAndIsNotQueued() {
        Limiter small = new Limiter(Limit.fixed(1), 0, VirtualTimeScheduler.create(), () -> 0);
        TestSubscriber<String> idle = TestSubscriber.builder().initialRequest(0).build();
        new LimitedMono<>(small, new ManualTask().mono(), LONG).subscribe(idle);
        ManualTask job = new ManualTask();

        new LimitedMono<>(small, job.mono(), LONG).subscribe(job.caller);

        assertThat(job.isStarted()).isTrue();
    }

    @Test
    void requestingTwiceStartsOnce() {
        ManualTask job = new ManualTask();
        TestSubscriber<String> caller =
                TestSubscriber.builder().initialRequest(0).build();
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(caller);

        caller.request(1);
        caller.request(5);

        assertThat(job.starts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aRequestForNothingStartsNothing(long demand) {
        ManualTask job = new ManualTask();
        List<Subscription> subscriptions = new ArrayList<>();
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(onSubscribe(subscriptions::add));

        subscriptions.get(0).request(demand);

        assertThat(job.isStarted()).isFalse();
    }

    @Test
    void whatIsCancelledBeforeItIsRequestedNeverStarts() {
        ManualTask job = new ManualTask();
        List<Subscription> subscriptions = new ArrayList<>();
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(onSubscribe(subscriptions::add));

        subscriptions.get(0).cancel();
        subscriptions.get(0).request(1);

        assertThat(job.isStarted()).isFalse();
        ManualTask next = new ManualTask();
        new LimitedMono<>(limiter, next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void eachSubscriptionIsQueuedOnItsOwn() {
        ManualTask job = new ManualTask();
        Mono<String> limited = new LimitedMono<>(limiter, job.mono(), LONG);

        limited.subscribe(TestSubscriber.create());
        limited.subscribe(TestSubscriber.create());

        assertThat(job.starts).hasValue(1);
        job.succeed();
        assertThat(job.starts).hasValue(2);
    }

    @Test
    void theContextReachesTheSource() {
        TestSubscriber<String> caller = TestSubscriber.create();

        new LimitedMono<>(limiter, Mono.deferContextual(context -> Mono.just(context.<String>get("who"))), LONG)
                .contextWrite(Context.of("who", "me"))
                .subscribe(caller);

        assertThat(caller.getReceivedOnNext()).containsExactly("me");
    }

    @Test
    void aCancelWhileTheSourceIsBeingSubscribedToCancelsItUnrequestedAndGivesTheSlotBack() {
        TestSubscriber<String> caller = TestSubscriber.create();
        List<String> events = new ArrayList<>();

        new LimitedMono<>(
                        limiter,
                        source(subscriber -> {
                            caller.cancel();
                            subscriber.onSubscribe(recording(events));
                        }),
                        LONG)
                .subscribe(caller);

        assertThat(events).containsExactly("cancel");
        ManualTask next = new ManualTask();
        new LimitedMono<>(limiter, next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void aValueThatComesAfterTheCancelIsDroppedAndGivesNoSecondSlotBack() {
        TestPublisher<String> late = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        List<Object> dropped = new ArrayList<>();
        TestSubscriber<String> caller = TestSubscriber.builder()
                .contextPut("reactor.onNextDropped.local", (Consumer<Object>) dropped::add)
                .build();
        new LimitedMono<>(limiter, late.mono(), LONG).subscribe(caller);
        caller.cancel();
        ManualTask running = new ManualTask();
        new LimitedMono<>(limiter, running.mono(), LONG).subscribe(running.caller);
        ManualTask waiting = new ManualTask();
        new LimitedMono<>(limiter, waiting.mono(), LONG).subscribe(waiting.caller);

        late.next("late");
        late.complete();

        assertThat(dropped).containsExactly("late");
        assertThat(caller.getReceivedOnNext()).isEmpty();
        assertThat(waiting.isStarted()).isFalse();
    }

    @Test
    void aFailureThatComesAfterTheCancelIsDropped() {
        TestPublisher<String> late = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        List<Object> dropped = new ArrayList<>();
        TestSubscriber<String> caller = TestSubscriber.builder()
                .contextPut("reactor.onErrorDropped.local", (Consumer<Throwable>) dropped::add)
                .build();
        new LimitedMono<>(limiter, late.mono(), LONG).subscribe(caller);
        caller.cancel();
        IllegalStateException failure = new IllegalStateException("late");

        late.error(failure);

        assertThat(dropped).containsExactly(failure);
        assertThat(caller.isTerminated()).isFalse();
    }

    @Test
    void anErrorThatReactorDoesNotCatchGivesTheSlotBackAndIsEmitted() {
        TestSubscriber<String> caller = TestSubscriber.create();
        Error fatal = new NoSuchMethodError("two versions of a library");

        new LimitedMono<>(
                        limiter,
                        source(subscriber -> {
                            throw fatal;
                        }),
                        LONG)
                .subscribe(caller);

        assertThat(caller.expectTerminalError()).isSameAs(fatal);
        ManualTask next = new ManualTask();
        new LimitedMono<>(limiter, next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void anErrorThatReactorDoesNotCatchAffectsNoOtherTask() {
        ManualTask first = new ManualTask();
        new LimitedMono<>(limiter, first.mono(), LONG).subscribe(first.caller);
        TestSubscriber<String> broken = TestSubscriber.create();
        new LimitedMono<>(
                        limiter,
                        source(subscriber -> {
                            throw new NoSuchMethodError("two versions of a library");
                        }),
                        LONG)
                .subscribe(broken);
        ManualTask last = new ManualTask();
        new LimitedMono<>(limiter, last.mono(), LONG).subscribe(last.caller);

        first.succeed();

        assertThat(first.caller.getReceivedOnNext()).containsExactly("done");
        assertThat(broken.isTerminatedError()).isTrue();
        assertThat(last.isStarted()).isTrue();
        last.succeed();
        assertThat(last.caller.getReceivedOnNext()).containsExactly("done");
    }

    @Test
    void aCallerThatThrowsWhileTheQueueIsDrainedAffectsNoOtherTask() {
        ManualTask first = new ManualTask();
        new LimitedMono<>(limiter, first.mono(), LONG).subscribe(first.caller);
        AtomicInteger thrown = new AtomicInteger();
        new LimitedMono<>(limiter, Mono.just("done"), LONG).subscribe(value -> {
            thrown.incrementAndGet();
            throw new NoSuchMethodError("in a callback");
        });
        ManualTask last = new ManualTask();
        new LimitedMono<>(limiter, last.mono(), LONG).subscribe(last.caller);

        first.succeed();

        assertThat(thrown).hasValue(1);
        assertThat(first.caller.getReceivedOnNext()).containsExactly("done");
        assertThat(last.isStarted()).isTrue();
    }

    private static Mono<String> source(Consumer<CoreSubscriber<? super String>> onSubscription) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super String> actual) {
                onSubscription.accept(actual);
            }
        };
    }

    private static Subscription recording(List<String> events) {
        return new Subscription() {
            @Override
            public void request(long n) {
                events.add("request");
            }

            @Override
            public void cancel() {
                events.add("cancel");
            }
        };
    }

    private static CoreSubscriber<String> onSubscribe(Consumer<Subscription> action) {
        return new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                action.accept(subscription);
            }

            @Override
            public void onNext(String value) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        };
    }
}
