package ai.extracta.deletions.internal;

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
        Job job = new Job();
        TestSubscriber<String> caller =
                TestSubscriber.builder().initialRequest(0).build();
        limiter.admit(job.mono(), LONG).subscribe(caller);
        assertThat(job.isStarted()).isFalse();

        caller.request(1);

        assertThat(job.starts).hasValue(1);
    }

    @Test
    void whatWasNotRequestedTakesNoSlotAndNoPlaceInTheLine() {
        Limiter small = new Limiter(Limit.fixed(1), 0, VirtualTimeScheduler.create(), () -> 0);
        TestSubscriber<String> idle = TestSubscriber.builder().initialRequest(0).build();
        small.admit(new Job().mono(), LONG).subscribe(idle);
        Job job = new Job();

        small.admit(job.mono(), LONG).subscribe(job.caller);

        assertThat(job.isStarted()).isTrue();
    }

    @Test
    void requestingTwiceStartsOnce() {
        Job job = new Job();
        TestSubscriber<String> caller =
                TestSubscriber.builder().initialRequest(0).build();
        limiter.admit(job.mono(), LONG).subscribe(caller);

        caller.request(1);
        caller.request(5);

        assertThat(job.starts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aRequestForNothingStartsNothing(long demand) {
        Job job = new Job();
        List<Subscription> subscriptions = new ArrayList<>();
        limiter.admit(job.mono(), LONG).subscribe(onSubscribe(subscriptions::add));

        subscriptions.get(0).request(demand);

        assertThat(job.isStarted()).isFalse();
    }

    @Test
    void whatIsCancelledBeforeItIsRequestedNeverStarts() {
        Job job = new Job();
        List<Subscription> subscriptions = new ArrayList<>();
        limiter.admit(job.mono(), LONG).subscribe(onSubscribe(subscriptions::add));

        subscriptions.get(0).cancel();
        subscriptions.get(0).request(1);

        assertThat(job.isStarted()).isFalse();
        Job next = new Job();
        limiter.admit(next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void eachSubscriptionStandsInTheLineForItself() {
        Job job = new Job();
        Mono<String> admitted = limiter.admit(job.mono(), LONG);

        admitted.subscribe(TestSubscriber.create());
        admitted.subscribe(TestSubscriber.create());

        assertThat(job.starts).hasValue(1);
        job.succeed();
        assertThat(job.starts).hasValue(2);
    }

    @Test
    void theContextReachesTheSource() {
        TestSubscriber<String> caller = TestSubscriber.create();

        limiter.admit(Mono.deferContextual(context -> Mono.just(context.<String>get("who"))), LONG)
                .contextWrite(Context.of("who", "me"))
                .subscribe(caller);

        assertThat(caller.getReceivedOnNext()).containsExactly("me");
    }

    @Test
    void aCancelWhileTheSourceIsBeingSubscribedToCancelsItUnrequestedAndGivesTheSlotBack() {
        TestSubscriber<String> caller = TestSubscriber.create();
        List<String> heard = new ArrayList<>();

        limiter.admit(
                        source(subscriber -> {
                            caller.cancel();
                            subscriber.onSubscribe(recording(heard));
                        }),
                        LONG)
                .subscribe(caller);

        assertThat(heard).containsExactly("cancel");
        Job next = new Job();
        limiter.admit(next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void aValueThatComesAfterTheCancelIsDroppedAndGivesNoSecondSlotBack() {
        TestPublisher<String> late = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        List<Object> dropped = new ArrayList<>();
        TestSubscriber<String> caller = TestSubscriber.builder()
                .contextPut("reactor.onNextDropped.local", (Consumer<Object>) dropped::add)
                .build();
        limiter.admit(late.mono(), LONG).subscribe(caller);
        caller.cancel();
        Job running = new Job();
        limiter.admit(running.mono(), LONG).subscribe(running.caller);
        Job waiting = new Job();
        limiter.admit(waiting.mono(), LONG).subscribe(waiting.caller);

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
        limiter.admit(late.mono(), LONG).subscribe(caller);
        caller.cancel();
        IllegalStateException failure = new IllegalStateException("late");

        late.error(failure);

        assertThat(dropped).containsExactly(failure);
        assertThat(caller.isTerminated()).isFalse();
    }

    @Test
    void anErrorThatReactorDoesNotCatchGivesTheSlotBackAndIsHeard() {
        TestSubscriber<String> caller = TestSubscriber.create();
        Error fatal = new NoSuchMethodError("two versions of a library");

        limiter.admit(
                        source(subscriber -> {
                            throw fatal;
                        }),
                        LONG)
                .subscribe(caller);

        assertThat(caller.expectTerminalError()).isSameAs(fatal);
        Job next = new Job();
        limiter.admit(next.mono(), LONG).subscribe(next.caller);
        assertThat(next.isStarted()).isTrue();
    }

    @Test
    void anErrorThatReactorDoesNotCatchHarmsNobodyElse() {
        Job first = new Job();
        limiter.admit(first.mono(), LONG).subscribe(first.caller);
        TestSubscriber<String> broken = TestSubscriber.create();
        limiter.admit(
                        source(subscriber -> {
                            throw new NoSuchMethodError("two versions of a library");
                        }),
                        LONG)
                .subscribe(broken);
        Job last = new Job();
        limiter.admit(last.mono(), LONG).subscribe(last.caller);

        first.succeed();

        assertThat(first.caller.getReceivedOnNext()).containsExactly("done");
        assertThat(broken.isTerminatedError()).isTrue();
        assertThat(last.isStarted()).isTrue();
        last.succeed();
        assertThat(last.caller.getReceivedOnNext()).containsExactly("done");
    }

    @Test
    void aCallerThatThrowsInTheLineHarmsNobodyElse() {
        Job first = new Job();
        limiter.admit(first.mono(), LONG).subscribe(first.caller);
        AtomicInteger thrown = new AtomicInteger();
        limiter.admit(Mono.just("done"), LONG).subscribe(value -> {
            thrown.incrementAndGet();
            throw new NoSuchMethodError("in a callback");
        });
        Job last = new Job();
        limiter.admit(last.mono(), LONG).subscribe(last.caller);

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

    private static Subscription recording(List<String> heard) {
        return new Subscription() {
            @Override
            public void request(long n) {
                heard.add("request");
            }

            @Override
            public void cancel() {
                heard.add("cancel");
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
