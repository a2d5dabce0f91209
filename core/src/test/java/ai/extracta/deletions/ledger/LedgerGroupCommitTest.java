package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.LIMIT;
import static ai.extracta.deletions.ledger.Ledgers.states;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A slow disk. */
class LedgerGroupCommitTest {

    private final SlowFile disk = new SlowFile();
    private FileLedger ledger;

    @BeforeEach
    void open() throws IOException {
        disk.let(1);
        ledger = FileLedger.open(Path.of("job.ledger"), disk, () -> {});
        disk.awaitForcing();
    }

    @AfterEach
    void close() {
        disk.let(1_000);
        ledger.close();
    }

    @Test
    void statesAreVisibleOnlyWhenDurable() {
        Mono<Void> begin = subscribed(ledger.begin(List.of(FILES)));
        disk.awaitForcing();

        assertThat(states(ledger, FILES)).containsExactly(PENDING);
        disk.let(1);
        Ledgers.await(begin);
        assertThat(states(ledger, FILES)).containsExactly(STARTED);
    }

    @Test
    void writesSubmittedWhileTheDiskIsBusyAreForcedOnce() {
        Mono<Void> first = subscribed(ledger.begin(List.of(FILES)));
        disk.awaitForcing();
        List<Mono<Void>> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            others.add(subscribed(ledger.begin(List.of(new DeleteBatch("c", "b-" + i)))));
        }

        disk.let(2);

        StepVerifier.create(Mono.when(others).then(first)).expectComplete().verify(LIMIT);
        assertThat(disk.forced()).isEqualTo(3); // the header, the first, the others
    }

    @Test
    void aCancelledWriteSignalsNothingAndDoesNotAffectOthers() {
        Mono<Void> first = subscribed(ledger.begin(List.of(FILES)));
        disk.awaitForcing();
        Disposable cancelled = ledger.begin(List.of(BATCH)).subscribe();
        Mono<Void> last = subscribed(ledger.begin(List.of(new DeleteBatch("c", "last"))));

        cancelled.dispose();
        disk.let(2);

        StepVerifier.create(first.then(last)).expectComplete().verify(LIMIT);
        assertThat(states(ledger, BATCH)).containsExactly(STARTED); // it was submitted, so it is written
    }

    @Test
    void aBlockingSubscriberDoesNotDelayOthers() {
        disk.let(2);
        Semaphore released = new Semaphore(0);
        Mono<Void> slow = subscribed(ledger.begin(List.of(FILES))
                .publishOn(Schedulers.boundedElastic())
                .doOnSuccess(done -> released.acquireUninterruptibly()));

        Ledgers.await(ledger.begin(List.of(BATCH)));

        released.release();
        Ledgers.await(slow);
    }

    @Test
    void concurrentThreadsLoseNothing() {
        disk.let(1_000_000);
        int requests = 4_000;

        Flux.range(0, requests)
                .parallel(8)
                .runOn(Schedulers.parallel())
                .flatMap(i -> ledger.begin(List.of(batch(i))).thenReturn(i))
                .sequential()
                .blockLast(LIMIT);

        DeletionRequest[] all = Flux.range(0, requests)
                .map(LedgerGroupCommitTest::batch)
                .toStream()
                .toArray(DeletionRequest[]::new);
        assertThat(states(ledger, all)).containsOnly(STARTED);
        assertThat(disk.forced()).isLessThan(requests);
        assertThat(replayed(all)).containsOnly(STARTED);
    }

    private List<State> replayed(DeletionRequest... requests) {
        try (FileLedger reopened = FileLedger.open(Path.of("job.ledger"), new MemoryFile(disk.bytes()), () -> {})) {
            return states(reopened, requests);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DeletionRequest batch(int number) {
        return new DeleteBatch("c", "b-" + number);
    }

    private static Mono<Void> subscribed(Mono<Void> write) {
        Mono<Void> shared = write.cache();
        shared.subscribe();
        return shared;
    }

    /** Each force waits for a permit. */
    private static final class SlowFile extends MemoryFile {

        private final Semaphore allowed = new Semaphore(0);
        private final Semaphore forcing = new Semaphore(0);

        void let(int times) {
            allowed.release(times);
        }

        void awaitForcing() {
            try {
                assertThat(forcing.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            forcing.release();
            allowed.acquireUninterruptibly();
            super.force(metadata);
        }
    }
}
