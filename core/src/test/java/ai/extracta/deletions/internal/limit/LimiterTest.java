package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
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
    void asManyAsTheLimitRunAndTheRestIsQueued() {
        List<ManualTask> jobs = start(5);

        assertThat(jobs).map(ManualTask::isStarted).containsExactly(true, true, false, false, false);
    }

    @Test
    void oneStartsWhenOneEnds() {
        List<ManualTask> jobs = start(5);

        jobs.get(1).succeed();

        assertThat(jobs).map(ManualTask::isStarted).containsExactly(true, true, true, false, false);
    }

    @Test
    void whoCameFirstIsServedFirst() {
        List<Integer> order = new ArrayList<>();
        ManualTask first = run(new ManualTask());
        ManualTask second = run(new ManualTask());
        for (int i = 0; i < 3; i++) {
            int number = i;
            new LimitedMono<>(limiter, Mono.fromRunnable(() -> order.add(number)), LONG).subscribe();
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
            ManualTask job = new ManualTask();
            new LimitedMono<>(single, job.mono(), LONG).subscribe(job.caller);
            assertThat(job.starts).hasValue(1);
            end.apply(job);
        }
    }

    @Test
    void aValueIsPassedOnAndTheMonoEnds() {
        ManualTask job = run(new ManualTask());

        job.succeed();

        assertThat(job.caller.getReceivedOnNext()).containsExactly("done");
        assertThat(job.caller.isTerminatedComplete()).isTrue();
    }

    @Test
    void anEmptyMonoStaysEmpty() {
        ManualTask job = run(new ManualTask());

        job.completeEmpty();

        assertThat(job.caller.getReceivedOnNext()).isEmpty();
        assertThat(job.caller.isTerminatedComplete()).isTrue();
    }

    @Test
    void aFailureIsPassedOnUnchanged() {
        ManualTask job = run(new ManualTask());
        IllegalStateException failure = new IllegalStateException("its own");

        job.fail(failure);

        assertThat(job.caller.expectTerminalError()).isSameAs(failure);
    }

    @Test
    void cancellingWhatRunsCancelsItOnce() {
        ManualTask job = run(new ManualTask());

        job.caller.cancel();
        job.caller.cancel();

        assertThat(job.cancels).hasValue(1);
    }

    @Test
    void cancellingTwiceGivesBackOneSlot() {
        List<ManualTask> jobs = start(4);

        jobs.get(0).caller.cancel();
        jobs.get(0).caller.cancel();

        assertThat(jobs).map(ManualTask::isStarted).containsExactly(true, true, true, false);
    }

    @Test
    void aCancelledWaiterIsNeverStarted() {
        List<ManualTask> jobs = start(4);

        jobs.get(2).caller.cancel();
        jobs.get(0).succeed();
        jobs.get(1).succeed();

        assertThat(jobs).map(ManualTask::isStarted).containsExactly(true, true, false, true);
    }

    @Test
    void oneMoreThanTheQueueHoldsIsRejected() {
        List<ManualTask> jobs = start(6);

        assertThat(jobs.get(5).rejection()).isEqualTo(Reason.FULL);
        assertThat(jobs.get(5).isStarted()).isFalse();
        assertThat(jobs.get(4).caller.isTerminated()).isFalse();
    }

    @Test
    void aCancelledWaiterLeavesTheQueue() {
        List<ManualTask> jobs = start(5);

        jobs.get(3).caller.cancel();

        assertThat(run(new ManualTask()).caller.isTerminated()).isFalse();
        assertThat(run(new ManualTask()).rejection()).isEqualTo(Reason.FULL);
    }

    @Test
    void withoutAQueueWhatCannotStartIsRejected() {
        Limiter withoutQueue = new Limiter(Limit.fixed(1), 0, timer, () -> 0);
        ManualTask first = new ManualTask();
        ManualTask second = new ManualTask();
        new LimitedMono<>(withoutQueue, first.mono(), LONG).subscribe(first.caller);
        new LimitedMono<>(withoutQueue, second.mono(), LONG).subscribe(second.caller);

        assertThat(first.isStarted()).isTrue();
        assertThat(second.rejection()).isEqualTo(Reason.FULL);
    }

    @Test
    void theSlotIsFreeBeforeTheTerminalSignalIsEmitted() {
        for (End end : List.of(End.SUCCESS, End.EMPTY, End.ERROR)) {
            Limiter single = new Limiter(Limit.fixed(1), 0, timer, () -> 0);
            ManualTask first = new ManualTask();
            ManualTask next = new ManualTask();
            new LimitedMono<>(single, first.mono(), LONG)
                    .materialize()
                    .doOnNext(signal -> new LimitedMono<>(single, next.mono(), LONG).subscribe(next.caller))
                    .subscribe();

            end.apply(first);

            assertThat(next.isStarted()).as(end.name()).isTrue();
        }
    }

    @Test
    void aHundredThousandThatEndImmediatelyDoNotOverflowTheStack() {
        int many = 100_000;
        Limiter single = new Limiter(Limit.fixed(1), many, timer, () -> 0);
        int[] done = new int[1];
        ManualTask first = new ManualTask();
        new LimitedMono<>(single, first.mono(), LONG).subscribe(first.caller);
        for (int i = 0; i < many; i++) {
            new LimitedMono<>(single, Mono.just(i), LONG).subscribe(value -> done[0]++);
        }

        first.succeed();

        assertThat(done[0]).isEqualTo(many);
    }

    @Test
    void closingRejectsQueuedAndLaterCallersAndLeavesRunningOnesAlone() {
        List<ManualTask> jobs = start(4);

        limiter.close();
        limiter.close();

        assertThat(jobs.get(2).rejection()).isEqualTo(Reason.CLOSED);
        assertThat(jobs.get(3).rejection()).isEqualTo(Reason.CLOSED);
        assertThat(run(new ManualTask()).rejection()).isEqualTo(Reason.CLOSED);
        jobs.get(0).succeed();
        assertThat(jobs.get(0).caller.getReceivedOnNext()).containsExactly("done");
        assertThat(jobs.get(1).caller.isTerminatedOrCancelled()).isFalse();
        assertThat(jobs.subList(2, 4)).noneMatch(ManualTask::isStarted);
    }

    @Test
    void aSlotFreedWhileTheQueueIsRejectedStartsNothing() {
        Limiter single = new Limiter(Limit.fixed(1), 10, timer, () -> 0);
        ManualTask running = new ManualTask();
        ManualTask last = new ManualTask();
        new LimitedMono<>(single, running.mono(), LONG).subscribe(running.caller);
        new LimitedMono<>(single, Mono.just("never"), LONG).subscribe(value -> {}, failure -> running.succeed());
        new LimitedMono<>(single, last.mono(), LONG).subscribe(last.caller);

        single.close();

        assertThat(running.caller.isTerminatedComplete()).isTrue();
        assertThat(last.isStarted()).isFalse();
        assertThat(last.rejection()).isEqualTo(Reason.CLOSED);
    }

    @Test
    void aTaskThatArrivesWhileASlotIsFreeDoesNotOvertakeQueuedOnes() {
        Limiter single = new Limiter(Limit.fixed(1), 10, timer, () -> 0);
        List<String> order = new ArrayList<>();
        ManualTask first = new ManualTask();
        new LimitedMono<>(single, first.mono(), LONG).subscribe(first.caller);
        new LimitedMono<>(single, Mono.fromRunnable(() -> order.add("waited")), LONG)
                .subscribe(nothing -> {}, failure -> {}, () -> new LimitedMono<>(
                                single, Mono.fromRunnable(() -> order.add("newcomer")), LONG)
                        .subscribe());
        new LimitedMono<>(single, Mono.fromRunnable(() -> order.add("waited too")), LONG).subscribe();

        first.succeed();

        assertThat(order).containsExactly("waited", "waited too", "newcomer");
    }

    @Test
    void aRejectionNamesItsReasonAndHasNoStackTrace() {
        LimiterRejectionException rejection = new LimiterRejectionException(Reason.FULL);

        assertThat(rejection).hasMessage("FULL");
        assertThat(rejection.getStackTrace()).isEmpty();
    }

    private ManualTask run(ManualTask job) {
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(job.caller);
        return job;
    }

    private List<ManualTask> start(int jobs) {
        return Stream.generate(ManualTask::new).limit(jobs).map(this::run).toList();
    }

    private enum End {
        SUCCESS(ManualTask::succeed),
        EMPTY(ManualTask::completeEmpty),
        ERROR(job -> job.fail(new IllegalStateException("odd"))),
        CANCEL(job -> job.caller.cancel());

        @SuppressWarnings("ImmutableEnumChecker") // a method reference
        private final Consumer<ManualTask> action;

        End(Consumer<ManualTask> action) {
            this.action = action;
        }

        void apply(ManualTask job) {
            action.accept(job);
        }
    }
}
