package ai.extracta.deletions.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class GroupCommitTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What was to be written, each with what its writer is waiting for. */
    private record Write(List<Row> rows, Sinks.Empty<Void> committed, AtomicBoolean isCancelled) {}

    private record Row(int key, String value) {}

    private final IllegalStateException failure = new IllegalStateException("the disk is full");
    private final List<Write> writes = Collections.synchronizedList(new ArrayList<>());
    private final GroupCommit<Row> group = groupCommit(this::hold);

    private static GroupCommit<Row> groupCommit(Function<List<Row>, Mono<Void>> write) {
        return new GroupCommit<>(row -> new UUID(0, row.key), write, TIMEOUT);
    }

    private Mono<Void> hold(List<Row> rows) {
        Write write = new Write(rows, Sinks.empty(), new AtomicBoolean());
        writes.add(write);
        return write.committed.asMono().doOnCancel(() -> write.isCancelled.set(true));
    }

    private static List<Row> rows(int... keys) {
        return IntStream.of(keys).mapToObj(key -> new Row(key, "")).toList();
    }

    private Queue<String> commit(String name, List<Row> rows) {
        Queue<String> signals = new ConcurrentLinkedQueue<>();
        subscribe(name, rows, signals);
        return signals;
    }

    private Disposable subscribe(String name, List<Row> rows, Queue<String> signals) {
        return group.commit(rows)
                .subscribe(
                        nothing -> {},
                        failure -> signals.add(name + " failed: " + failure.getMessage()),
                        () -> signals.add(name + " is committed"));
    }

    private void complete(int write) {
        writes.get(write).committed.tryEmitEmpty().orThrow();
    }

    private List<List<Row>> written() {
        return writes.stream().map(Write::rows).toList();
    }

    @Test
    void nothingIsWrittenBeforeSubscriptionAndOnceForEach() {
        Mono<Void> commit = groupCommit(rows -> hold(rows).doFirst(() -> complete(writes.size() - 1)))
                .commit(rows(1));
        assertThat(writes).isEmpty();

        commit.block(TIMEOUT);
        commit.block(TIMEOUT);

        assertThat(written()).containsExactly(rows(1), rows(1));
    }

    @Test
    void whatIsQueuedDuringAWriteIsWrittenTogetherInTheOrderOfKeys() {
        Queue<String> first = commit("first", rows(1));
        Queue<String> others = new ConcurrentLinkedQueue<>();
        subscribe("second", rows(5, 2), others);
        subscribe("third", rows(4, 3), others);
        assertThat(written()).containsExactly(rows(1));

        complete(0);
        assertThat(first).containsExactly("first is committed");
        assertThat(written()).containsExactly(rows(1), rows(2, 3, 4, 5));
        assertThat(others).isEmpty();

        complete(1);
        assertThat(others).containsExactly("second is committed", "third is committed");
    }

    @Test
    void aFailureIsThatOfItsGroupOnly() {
        Queue<String> signals = new ConcurrentLinkedQueue<>();
        subscribe("first", rows(1), signals);
        subscribe("second", rows(2), signals);
        subscribe("third", rows(3), signals);
        complete(0);
        subscribe("fourth", rows(4), signals);

        writes.get(1).committed.tryEmitError(failure).orThrow();
        complete(2);

        assertThat(signals)
                .containsExactly(
                        "first is committed",
                        "second failed: the disk is full",
                        "third failed: the disk is full",
                        "fourth is committed");
    }

    @Test
    void aWriteThatThrowsFailsAndTheNextOneIsWritten() {
        AtomicInteger attempts = new AtomicInteger();
        GroupCommit<Row> throwing = groupCommit(rows -> {
            if (attempts.incrementAndGet() == 1) {
                throw failure;
            }
            return Mono.empty();
        });

        StepVerifier.create(throwing.commit(rows(1)))
                .expectErrorMatches(failure::equals)
                .verify(TIMEOUT);
        StepVerifier.create(throwing.commit(rows(2))).expectComplete().verify(TIMEOUT);
    }

    /** Reactor throws it instead of emitting it. */
    @Test
    void anErrorThatAWriteThrowsFailsItAndTheNextOneIsWritten() {
        LinkageError error = new LinkageError("simulated");
        AtomicInteger attempts = new AtomicInteger();
        GroupCommit<Row> throwing = groupCommit(rows -> {
            if (attempts.incrementAndGet() == 1) {
                throw error;
            }
            return Mono.empty();
        });

        StepVerifier.create(throwing.commit(rows(1)))
                .expectErrorMatches(error::equals)
                .verify(TIMEOUT);
        StepVerifier.create(throwing.commit(rows(2))).expectComplete().verify(TIMEOUT);
    }

    @Test
    void rowsOfOneKeyAreWrittenOneAfterTheOther() {
        commit("first", rows(1));
        List<Row> earlier = List.of(new Row(2, "earlier"));
        List<Row> later = List.of(new Row(3, ""), new Row(2, "later"));
        commit("second", earlier);
        commit("third", later);
        commit("fourth", rows(4));

        complete(0);
        complete(1);

        assertThat(written())
                .containsExactly(rows(1), earlier, List.of(new Row(2, "later"), new Row(3, ""), new Row(4, "")));
    }

    @Test
    void aGroupHasAtMost10000RowsUnlessOneOperationHasMore() {
        commit("first", rows(-1));
        commit("second", rows(IntStream.range(0, 6_000).toArray()));
        commit("third", rows(IntStream.range(6_000, 10_000).toArray()));
        commit("fourth", rows(10_000));
        commit("fifth", rows(IntStream.range(20_000, 40_000).toArray()));

        IntStream.range(0, 3).forEach(this::complete);

        assertThat(written()).extracting(List::size).containsExactly(1, 10_000, 1, 20_000);
    }

    @Test
    void whatIsCancelledWhileQueuedIsNeverWritten() {
        Queue<String> signals = new ConcurrentLinkedQueue<>();
        subscribe("first", rows(1), signals);
        Disposable second = subscribe("second", rows(2), signals);
        subscribe("third", rows(3), signals);

        second.dispose();
        complete(0);
        complete(1);

        assertThat(written()).containsExactly(rows(1), rows(3));
        assertThat(signals).containsExactly("first is committed", "third is committed");
    }

    @Test
    void cancellingOneDoesNotCancelTheWriteOfTheOthers() {
        Queue<String> signals = new ConcurrentLinkedQueue<>();
        subscribe("first", rows(1), signals);
        Disposable second = subscribe("second", rows(2), signals);
        subscribe("third", rows(3), signals);
        complete(0);

        second.dispose();

        assertThat(writes.get(1).isCancelled).isFalse();
        complete(1);
        assertThat(signals).containsExactly("first is committed", "third is committed");
    }

    @Test
    void aWriteIsCancelledWhenAllOfItsGroupAreAndTheNextOneStarts() {
        Queue<String> signals = new ConcurrentLinkedQueue<>();
        subscribe("first", rows(1), signals);
        Disposable second = subscribe("second", rows(2), signals);
        Disposable third = subscribe("third", rows(3), signals);
        complete(0);
        subscribe("fourth", rows(4), signals);

        second.dispose();
        third.dispose();

        assertThat(writes.get(1).isCancelled).isTrue();
        assertThat(written()).containsExactly(rows(1), rows(2, 3), rows(4));
        complete(2);
        assertThat(signals).containsExactly("first is committed", "fourth is committed");
    }

    @Test
    void aWriteThatDoesNotEndIsGivenUpAndTheTimeInTheQueueCounts() {
        StepVerifier.withVirtualTime(() -> {
                    Mono<String> first = group.commit(rows(1)).thenReturn("");
                    Mono<String> second = group.commit(rows(2)).thenReturn("");
                    Mono<String> third = group.commit(rows(3)).thenReturn("").delaySubscription(Duration.ofSeconds(1));
                    return Flux.merge(
                            first.onErrorReturn("first timed out"),
                            second.onErrorReturn("second timed out"),
                            third.onErrorReturn("third timed out"));
                })
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(29))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext("first timed out", "second timed out")
                .then(() -> assertThat(writes.get(0).isCancelled).isTrue())
                .thenAwait(Duration.ofSeconds(1))
                .expectNext("third timed out")
                .expectComplete()
                .verify(TIMEOUT);
    }

    @Test
    void theContextIsThatOfTheFirstOfAGroup() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Sinks.Empty<Void> firstCommitted = Sinks.empty();
        GroupCommit<Row> observing = groupCommit(rows -> Mono.deferContextual(context -> {
            seen.add(context.get("trace"));
            return firstCommitted.asMono();
        }));

        for (int i = 1; i <= 3; i++) {
            int key = i;
            observing
                    .commit(rows(i))
                    .contextWrite(context -> context.put("trace", "t-" + key))
                    .subscribe();
        }
        firstCommitted.tryEmitEmpty().orThrow();

        assertThat(seen).containsExactly("t-1", "t-2");
    }

    @Test
    void aLongQueueOfWritesThatEndAtOnceNeedsNoStack() {
        Sinks.Empty<Void> firstCommitted = Sinks.empty();
        AtomicInteger count = new AtomicInteger();
        GroupCommit<Row> immediate =
                groupCommit(rows -> count.incrementAndGet() == 1 ? firstCommitted.asMono() : Mono.empty());
        AtomicInteger committed = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            immediate
                    .commit(rows(1))
                    .doOnSuccess(nothing -> committed.incrementAndGet())
                    .subscribe();
        }

        firstCommitted.tryEmitEmpty().orThrow();

        assertThat(committed).hasValue(20_000);
        assertThat(count).hasValue(20_000);
    }

    @Test
    void operationsOfManyThreadsAreWrittenOnceAndOneGroupAtATime() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger maxRunning = new AtomicInteger();
        Queue<Row> written = new ConcurrentLinkedQueue<>();
        GroupCommit<Row> concurrent = groupCommit(rows -> Mono.<Void>fromRunnable(() -> {
                    maxRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                    written.addAll(rows);
                    running.decrementAndGet();
                })
                .subscribeOn(Schedulers.parallel()));

        Flux.range(0, 20_000)
                .parallel(4)
                .runOn(Schedulers.boundedElastic())
                .flatMap(i -> concurrent.commit(rows(i)))
                .sequential()
                .then()
                .block(TIMEOUT);

        assertThat(written).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(maxRunning).hasValue(1);
    }
}
