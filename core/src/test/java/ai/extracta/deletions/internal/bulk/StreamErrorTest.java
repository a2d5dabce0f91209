package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

/** Whatever is thrown or emitted between ledger, network and stream: it ends, and each request has a true result. */
@Timeout(120)
class StreamErrorTest {

    private static final List<DeletionRequest> REQUESTS = List.of(
            files("f-1"),
            files("f-2", "f-3"),
            files("f-4", "gone"),
            new DeleteBatch("cls-1", "batch-2"),
            new DeleteFiles("cls-1", "batch-2", List.of("f-5")),
            files("f-6"));

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @BeforeEach
    void ignoreWhatReactorWouldLog() {
        Hooks.onErrorDropped(dropped -> {});
    }

    @AfterEach
    void stop() {
        Hooks.resetOnErrorDropped();
        thread.shutdown();
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("simulated"),
                new StackOverflowError("simulated"),
                new NoClassDefFoundError("some/Type"),
                new AssertionError("simulated"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorAtAnyPlaceEndsTheStreamWithAllResults(Error error) {
        assertThat(countFaults(error, Runnable::run, 0)).isGreaterThan(20);
    }

    /** What the source emits while the stream ends on another thread has no result. */
    @ParameterizedTest
    @MethodSource("errors")
    void anErrorAtAnyPlaceEndsAStreamWhoseSignalsComeFromAnotherThread(Error error) {
        assertThat(countFaults(error, thread, 1)).isGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aTimerThatAcceptsNoTaskDelaysNoRequestAndEndsNoStream(Error error) {
        ModelServer server = new ModelServer().holding("cls-1", "batch-1", List.of("f-1"));
        BulkOptions options = BulkOptions.builder()
                .linger(Duration.ofHours(1))
                .progress(Duration.ofSeconds(1), progress -> {})
                .build();
        BulkDeletion deletion = new BulkDeletion(server, options, false, () -> false, new FailingTimer(error));

        StepVerifier.create(deletion.deleteAll(Flux.just(REQUESTS.get(0)).concatWith(Flux.never())))
                .expectNextMatches(Deleted.class::isInstance)
                .thenCancel()
                .verify(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aTimerThatAcceptsNoTaskEndsAStreamThatWouldWaitForTheServer(Error error) {
        BulkOptions options = quick().concurrency(1)
                .stopWhenUnreachable(1)
                .waitWhenUnreachable(Duration.ofHours(1))
                .build();
        BulkDeletion deletion = new BulkDeletion(
                request -> ReachabilityGuardTest.failing(request, Kind.CONNECT),
                options,
                false,
                () -> false,
                new FailingTimer(error));

        StepVerifier.create(deletion.deleteAll(Flux.fromIterable(REQUESTS)))
                .expectNextCount(1)
                .expectError(TransportFailedException.class)
                .verify(LIMIT);
    }

    /** One stream for each place where the error can occur; returns how many there are. */
    private static int countFaults(Error error, Executor executor, int maxWithoutResult) {
        int place = 1;
        while (endsWithTrueResults(new Fault(error, place, executor), maxWithoutResult)) {
            place++;
        }
        return place;
    }

    /** Returns whether there was such a place. */
    private static boolean endsWithTrueResults(Fault fault, int maxWithoutResult) {
        ModelServer server = new ModelServer()
                .holding("cls-1", "batch-1", List.of("f-1", "f-2", "f-3", "f-4", "f-6"))
                .holding("cls-1", "batch-2", List.of("f-5"));
        BulkOptions options = quick().ledger(new FaultyLedger(fault))
                .window(3)
                .maxFilesPerCall(2)
                .build();
        List<DeletionResult> results = Collections.synchronizedList(new ArrayList<>());
        List<DeletionRequest> taken = Collections.synchronizedList(new ArrayList<>());
        Flux<DeletionResult> stream = Bulk.deleteAll(
                        request -> fault.around(() -> server.apply(request)),
                        options,
                        Flux.fromIterable(REQUESTS).doOnNext(taken::add))
                .doOnNext(results::add);

        StepVerifier.create(stream.ignoreElements().onErrorComplete())
                .expectComplete()
                .verify(LIMIT);

        assertThat(taken.size() - results.size())
                .as("requests without a result, error %s", fault)
                .isBetween(0, maxWithoutResult);
        assertThat(results).as("error %s", fault).allSatisfy(result -> assertTrue(result, server));
        return fault.hasOccurred();
    }

    private static void assertTrue(DeletionResult result, ModelServer server) {
        if (result instanceof Deleted) {
            assertThat(server.state()).doesNotContain(targets(result.request()));
        }
        if (result instanceof Failed failed && failed.outcome() == Outcome.NOT_SENT) {
            List<String> sent = server.calls().stream()
                    .flatMap(call -> targets(call).stream())
                    .toList();
            failed.remaining().forEach(request -> assertThat(sent).doesNotContainAnyElementsOf(targets(request)));
        }
    }

    private static List<String> targets(DeletionRequest request) {
        return request instanceof DeleteFiles files ? files.fileIds() : List.of(((DeleteBatch) request).batchId());
    }

    /** An error at one of the places where an operation can be interrupted. */
    private static final class Fault {

        private final Error error;
        private final int place;
        private final Executor executor;
        private int passed;

        Fault(Error error, int place, Executor executor) {
            this.error = error;
            this.place = place;
            this.executor = executor;
        }

        synchronized boolean hasOccurred() {
            return passed >= place;
        }

        private synchronized boolean isHere() {
            return ++passed == place;
        }

        private void pass() {
            if (isHere()) {
                throw error;
            }
        }

        <T> Mono<T> around(Supplier<Mono<T>> operation) {
            pass();
            return new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super T> actual) {
                    pass();
                    boolean isEmitted = isHere();
                    executor.execute(() -> {
                        if (isEmitted) {
                            Operators.error(actual, error);
                        } else {
                            operation.get().subscribe(actual);
                        }
                    });
                    pass();
                }
            };
        }

        @Override
        public String toString() {
            return error + " at place " + place;
        }
    }

    private record FailingTimer(Error error) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            throw error;
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            throw error;
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
            throw error;
        }

        @Override
        public Worker createWorker() {
            throw error;
        }
    }

    private record FaultyLedger(Fault fault, RecordingLedger ledger) implements DeletionLedger {

        FaultyLedger(Fault fault) {
            this(fault, new RecordingLedger());
        }

        @Override
        public Mono<List<State>> lookup(List<DeletionRequest> requests) {
            return fault.around(() -> ledger.lookup(requests));
        }

        @Override
        public Mono<Void> begin(List<DeletionRequest> requests) {
            return fault.around(() -> ledger.begin(requests));
        }

        @Override
        public Mono<List<Boolean>> startedByOthers(List<DeletionRequest> requests) {
            return fault.around(() -> ledger.startedByOthers(requests));
        }

        @Override
        public Mono<Void> finish(List<DeletionResult> results) {
            return fault.around(() -> ledger.finish(results));
        }

        @Override
        public void close() {}
    }
}
