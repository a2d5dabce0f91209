package ai.extracta.deletions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.Rejection.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class LimiterTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final Limiter limiter = new Limiter(Limit.fixed(2), 3, timer, () -> 0);

    @Test
    void asManyAsTheLimitRunAndTheRestWaits() {
        List<Job> jobs = start(5);

        assertThat(jobs).map(Job::isStarted).containsExactly(true, true, false, false, false);
    }

    @Test
    void oneStartsWhenOneEnds() {
        List<Job> jobs = start(5);

        jobs.get(1).succeed();

        assertThat(jobs).map(Job::isStarted).containsExactly(true, true, true, false, false);
    }

    @Test
    void whoCameFirstIsServedFirst() {
        List<Integer> order = new ArrayList<>();
        Job first = run(new Job());
        Job second = run(new Job());
        for (int i = 0; i < 3; i++) {
            int number = i;
            limiter.admit(Mono.fromRunnable(() -> order.add(number)), LONG).subscribe();
        }

        second.succeed();
        first.succeed();

        assertThat(order).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void howeverOneEndsItsSlotIsGivenBack(End end) {
        Limiter single = new Limiter(Limit.fixed(1), 10, timer, () -> 0);
        for (int i = 0; i < 3; i++) {
            Job job = new Job();
            single.admit(job.mono(), LONG).subscribe(job.caller);
            assertThat(job.starts).hasValue(1);
            end.apply(job);
        }
    }

    @Test
    void aValueIsPassedOnAndTheMonoEnds() {
        Job job = run(new Job());

        job.succeed();

        assertThat(job.caller.getReceivedOnNext()).containsExactly("done");
        assertThat(job.caller.isTerminatedComplete()).isTrue();
    }

    @Test
    void anEmptyMonoStaysEmpty() {
        Job job = run(new Job());

        job.completeEmpty();

        assertThat(job.caller.getReceivedOnNext()).isEmpty();
        assertThat(job.caller.isTerminatedComplete()).isTrue();
    }

    @Test
    void aFailureIsPassedOnUnchanged() {
        Job job = run(new Job());
        IllegalStateException failure = new IllegalStateException("its own");

        job.fail(failure);

        assertThat(job.caller.expectTerminalError()).isSameAs(failure);
    }

    @Test
    void cancellingWhatRunsCancelsItOnce() {
        Job job = run(new Job());

        job.caller.cancel();
        job.caller.cancel();

        assertThat(job.cancels).hasValue(1);
    }

    @Test
    void cancellingTwiceGivesBackOneSlot() {
        List<Job> jobs = start(4);

        jobs.get(0).caller.cancel();
        jobs.get(0).caller.cancel();

        assertThat(jobs).map(Job::isStarted).containsExactly(true, true, true, false);
    }

    @Test
    void aCancelledWaiterIsNeverStarted() {
        List<Job> jobs = start(4);

        jobs.get(2).caller.cancel();
        jobs.get(0).succeed();
        jobs.get(1).succeed();

        assertThat(jobs).map(Job::isStarted).containsExactly(true, true, false, true);
    }

    @Test
    void oneMoreThanTheLineHoldsIsTurnedAway() {
        List<Job> jobs = start(6);

        assertThat(jobs.get(5).rejection()).isEqualTo(Reason.FULL);
        assertThat(jobs.get(5).isStarted()).isFalse();
        assertThat(jobs.get(4).caller.isTerminated()).isFalse();
    }

    @Test
    void aCancelledWaiterLeavesRoomInTheLine() {
        List<Job> jobs = start(5);

        jobs.get(3).caller.cancel();

        assertThat(run(new Job()).caller.isTerminated()).isFalse();
        assertThat(run(new Job()).rejection()).isEqualTo(Reason.FULL);
    }

    @Test
    void withoutALineWhatCannotStartIsTurnedAway() {
        Limiter noLine = new Limiter(Limit.fixed(1), 0, timer, () -> 0);
        Job first = new Job();
        Job second = new Job();
        noLine.admit(first.mono(), LONG).subscribe(first.caller);
        noLine.admit(second.mono(), LONG).subscribe(second.caller);

        assertThat(first.isStarted()).isTrue();
        assertThat(second.rejection()).isEqualTo(Reason.FULL);
    }

    @Test
    void theSlotIsFreeBeforeAnyoneHearsOfTheEnd() {
        for (End end : List.of(End.SUCCESS, End.EMPTY, End.ERROR)) {
            Limiter single = new Limiter(Limit.fixed(1), 0, timer, () -> 0);
            Job first = new Job();
            Job next = new Job();
            single.admit(first.mono(), LONG)
                    .materialize()
                    .doOnNext(signal -> single.admit(next.mono(), LONG).subscribe(next.caller))
                    .subscribe();

            end.apply(first);

            assertThat(next.isStarted()).as(end.name()).isTrue();
        }
    }

    @Test
    void aHundredThousandThatEndAtOnceDoNotOverflowTheStack() {
        int many = 100_000;
        Limiter single = new Limiter(Limit.fixed(1), many, timer, () -> 0);
        int[] done = new int[1];
        Job first = new Job();
        single.admit(first.mono(), LONG).subscribe(first.caller);
        for (int i = 0; i < many; i++) {
            single.admit(Mono.just(i), LONG).subscribe(value -> done[0]++);
        }

        first.succeed();

        assertThat(done[0]).isEqualTo(many);
    }

    @Test
    void closingTurnsAwayWhatWaitsAndWhatComesAndLeavesAloneWhatRuns() {
        List<Job> jobs = start(4);

        limiter.close();
        limiter.close();

        assertThat(jobs.get(2).rejection()).isEqualTo(Reason.CLOSED);
        assertThat(jobs.get(3).rejection()).isEqualTo(Reason.CLOSED);
        assertThat(run(new Job()).rejection()).isEqualTo(Reason.CLOSED);
        jobs.get(0).succeed();
        assertThat(jobs.get(0).caller.getReceivedOnNext()).containsExactly("done");
        assertThat(jobs.get(1).caller.isTerminatedOrCancelled()).isFalse();
        assertThat(jobs.subList(2, 4)).noneMatch(Job::isStarted);
    }

    @Test
    void whoFreesASlotWhileTheRestIsTurnedAwayStartsNothing() {
        Limiter single = new Limiter(Limit.fixed(1), 10, timer, () -> 0);
        Job running = new Job();
        Job last = new Job();
        single.admit(running.mono(), LONG).subscribe(running.caller);
        single.admit(Mono.just("never"), LONG).subscribe(value -> {}, failure -> running.succeed());
        single.admit(last.mono(), LONG).subscribe(last.caller);

        single.close();

        assertThat(running.caller.isTerminatedComplete()).isTrue();
        assertThat(last.isStarted()).isFalse();
        assertThat(last.rejection()).isEqualTo(Reason.CLOSED);
    }

    @Test
    void whoComesWhileASlotIsFreeDoesNotOvertakeThoseWhoWait() {
        Limiter single = new Limiter(Limit.fixed(1), 10, timer, () -> 0);
        List<String> order = new ArrayList<>();
        Job first = new Job();
        single.admit(first.mono(), LONG).subscribe(first.caller);
        single.admit(Mono.fromRunnable(() -> order.add("waited")), LONG)
                .subscribe(nothing -> {}, failure -> {}, () -> single.admit(
                                Mono.fromRunnable(() -> order.add("newcomer")), LONG)
                        .subscribe());
        single.admit(Mono.fromRunnable(() -> order.add("waited too")), LONG).subscribe();

        first.succeed();

        assertThat(order).containsExactly("waited", "waited too", "newcomer");
    }

    @Test
    void aRejectionNamesItsReasonAndHasNoStackTrace() {
        Rejection rejection = new Rejection(Reason.FULL);

        assertThat(rejection).hasMessage("FULL");
        assertThat(rejection.getStackTrace()).isEmpty();
    }

    private Job run(Job job) {
        limiter.admit(job.mono(), LONG).subscribe(job.caller);
        return job;
    }

    private List<Job> start(int jobs) {
        return Stream.generate(Job::new).limit(jobs).map(this::run).toList();
    }

    private enum End {
        SUCCESS(Job::succeed),
        EMPTY(Job::completeEmpty),
        ERROR(job -> job.fail(new IllegalStateException("odd"))),
        CANCEL(job -> job.caller.cancel());

        @SuppressWarnings("ImmutableEnumChecker") // a method reference
        private final Consumer<Job> action;

        End(Consumer<Job> action) {
            this.action = action;
        }

        void apply(Job job) {
            action.accept(job);
        }
    }
}
