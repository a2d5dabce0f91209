package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.LIMIT;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.finish;
import static ai.extracta.deletions.ledger.Ledgers.states;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Whatever is thrown: each write ends. */
@Timeout(60)
class LedgerErrorTest {

    private static final Path PATH = Path.of("job.ledger");

    private MemoryFile disk = new MemoryFile(LedgerHeader.CURRENT);

    /** It may even have accepted it, for instance if it has no memory to start a thread. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSignalThatCannotBePassedOnIsDeliveredNevertheless(boolean isAccepted) throws IOException {
        AtomicInteger signals = new AtomicInteger();
        try (FileLedger ledger = open(factory -> new FailingExecutor(factory, isAccepted))) {
            begin(ledger, FILES);
            Ledgers.await(ledger.finish(List.of(deleted(FILES))).doOnTerminate(signals::incrementAndGet));

            assertThat(states(ledger, FILES)).containsExactly(DELETED);
        }
        assertThat(signals).hasValue(1);
    }

    @Test
    void aSubscriberThatThrowsKeepsNoOtherFromItsSignal() throws IOException {
        try (FileLedger ledger = open(factory -> new FailingExecutor(factory, false))) {
            ledger.begin(List.of(BATCH)).subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnComplete() {
                    throw new OutOfMemoryError("simulated");
                }
            });

            begin(ledger, FILES);
            finish(ledger, deleted(FILES));
        }
    }

    @Test
    void anErrorOfTheDiskIsRolledBackAndFailsTheWriteAndLaterOnes() throws IOException {
        disk = new FailingFile();
        try (FileLedger ledger = open(Executors::newSingleThreadScheduledExecutor)) {
            assertFails(ledger.begin(List.of(FILES)));
            assertFails(ledger.begin(List.of(BATCH)));

            assertThat(states(ledger, FILES, BATCH)).containsOnly(PENDING);
        }
        assertThat(disk.bytes()).isEqualTo(LedgerHeader.CURRENT);
    }

    private static void assertFails(Mono<Void> write) {
        StepVerifier.create(write)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasRootCauseInstanceOf(InternalError.class))
                .verify(LIMIT);
    }

    private FileLedger open(Function<ThreadFactory, ExecutorService> signals) throws IOException {
        return FileLedger.open(PATH, disk, () -> {}, new SignalThreads(signals));
    }

    private static final class FailingExecutor extends ScheduledThreadPoolExecutor {

        private final boolean isAccepted;

        FailingExecutor(ThreadFactory threads, boolean isAccepted) {
            super(1, threads);
            this.isAccepted = isAccepted;
        }

        @Override
        public void execute(Runnable task) {
            if (isAccepted) {
                super.execute(task);
            }
            throw new OutOfMemoryError("simulated");
        }
    }

    private static final class FailingFile extends MemoryFile {

        FailingFile() {
            super(LedgerHeader.CURRENT);
        }

        @Override
        public void force(boolean metadata) {
            throw new InternalError("simulated");
        }
    }
}
