package ai.extracta.deletions.ledger;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A ledger in one append-only file. It survives a killed process and a power failure: {@link #begin} and
 * {@link #finish} complete when the disk has confirmed the write. Concurrent writes are confirmed together (group
 * commit), by one daemon thread per ledger, which ignores interrupts.
 *
 * <pre>{@code
 * try (FileLedger ledger = FileLedger.open(Path.of("retention-2026-07.ledger"))) {
 *     deletions.deleteAll(requests, BulkOptions.builder().ledger(ledger).build())
 *             .doOnNext(audit::write)
 *             .blockLast();
 * }
 * }</pre>
 *
 * <p>Thread-safe and non-blocking. {@link #begin} and {@link #finish} complete on one of four other daemon threads of
 * the ledger, which must not be blocked: Reactor's {@code block()} fails there. {@link #lookup} completes on the
 * subscribing thread, from memory, and returns durable states only. Cancelling
 * {@link #begin} or {@link #finish} does not withdraw what was submitted on subscription: it may still be written.
 * Pending writes are held in memory; callers bound them by waiting for completion, as a stream of deletions does.
 *
 * <p>The ledger keeps 21 to 40 bytes in memory for each recorded request, whatever the length of its ids.
 *
 * <p>If a write fails, for instance because the disk is full, it and every later {@link #begin} and {@link #finish}
 * fails with an {@link java.io.UncheckedIOException} that names the file. Nothing of the failed write is visible; fix
 * the cause and reopen the ledger. The same happens if another program deletes, replaces, truncates or extends the file
 * while it is open: the next write detects and names it. After {@link #close} every call fails with an {@link
 * IllegalStateException}.
 *
 * <p>The file contains ids and messages of the server, never the API key. Each line is a checksum and a JSON object:
 * one for the start of each call and one for its results, as described in docs/bulk.md. A companion lock file {@code
 * <name>.lock} is created next to it; do not delete it.
 *
 * @since 0.1.0
 */
public final class FileLedger implements DeletionLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final LedgerIndex index;
    private final LedgerWriter writer;
    private final AtomicLong lastCall;

    private FileLedger(LedgerIndex index, LedgerWriter writer, AtomicLong lastCall) {
        this.index = index;
        this.writer = writer;
        this.lastCall = lastCall;
    }

    /**
     * Opens and reads a ledger, or creates it if the file does not exist. Blocks.
     *
     * <p>An incomplete record at the end, as a crash leaves it, is removed with a warning in the log; it was never
     * confirmed as durable. Any other damage is refused, and the file is not changed.
     *
     * @param file the file; its folder must exist
     * @return the ledger, locked against other processes and threads until it is closed, also under another name of the
     *     same file, such as a link
     * @throws IOException if the file cannot be read or written, is already open in this or another process, is not a
     *     ledger, is one of an earlier version, or is damaged
     */
    public static FileLedger open(Path file) throws IOException {
        create(file);
        try {
            return openLocked(file, LedgerLock.of(file));
        } catch (ClosedByInterruptException e) {
            throw interrupted(file, e);
        }
    }

    private static FileLedger openLocked(Path path, LedgerLock lock) throws IOException {
        try {
            forceFolder(path);
            return open(path, lock.locked(FileChannel.open(path, READ, WRITE)), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static IOException interrupted(Path file, ClosedByInterruptException cause) {
        return new IOException("the thread that read the ledger " + file + " was interrupted", cause);
    }

    static FileLedger open(Path path, FileChannel file, FileGuard guard) throws IOException {
        return open(path, file, guard, new SignalThreads());
    }

    static FileLedger open(Path path, FileChannel file, FileGuard guard, SignalThreads signals) throws IOException {
        try {
            LedgerIndex index = new LedgerIndex();
            AtomicLong lastCall = new AtomicLong();
            LedgerLog log = LedgerLog.open(path, file, record -> {
                index.put(record.requests().hashes(), record.states());
                lastCall.accumulateAndGet(record.call(), Math::max);
            });
            LedgerWriter writer = new LedgerWriter(path, log, index, guard, signals);
            writer.start();
            return new FileLedger(index, writer, lastCall);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void create(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; name a file for the ledger");
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException continued) {
            LOG.debug("The ledger {} exists and will be continued", file);
        } catch (NoSuchFileException e) {
            throw new IOException("the folder of the ledger " + file + " does not exist; create it first", e);
        }
    }

    /** Otherwise a power failure could lose a new file. Not every platform can open a folder. */
    private static void forceFolder(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder of the ledger {} cannot be forced to disk", file, e);
        }
    }

    /**
     * Exports a ledger as JSON Lines: one object for each result, in the order of recording, and then one for each
     * request that was started and has no result. Blocks. The ledger may be open, here or in another process, and is
     * not changed; an incomplete record at its end is ignored. It may be of an earlier version. Of several objects for
     * a request the last one counts, unless an earlier one is {@code DELETED}.
     *
     * <p>Every object has
     *
     * <ul>
     *   <li>{@code state}: a {@link DeletionLedger.State}
     *   <li>{@code at}: when it was recorded, ISO 8601 in UTC, by the clock of the recording machine
     *   <li>{@code request}: {@code kind} ({@code "classification"}, {@code "batch"} or {@code "files"}),
     * {@code classificationId}, and depending on the kind {@code batchId} and {@code fileIds}
     * </ul>
     *
     * <p>A result also has {@code result} (the simple name of the {@link DeletionResult}) and, depending on it,
     *
     * <ul>
     *   <li>{@code calls}: for each receipt {@code confirmation}, {@code completedAt}, {@code elapsedMillis},
     * {@code attempts}, {@code status}, {@code message} and {@code requestId}
     *   <li>{@code by}: the enclosing deletion, in the format of {@code request}
     *   <li>{@code reason}: the {@link DeletionResult.Skipped.Reason}
     *   <li>{@code failure}: {@code outcome}, {@code type}, {@code message}; {@code attempts} if it is a
     *       {@link ai.extracta.deletions.error.DeletionException}; and if there was a response, {@code status},
     *       {@code serverMessage} and {@code requestId}
     *   <li>{@code remaining}: what is not known to be deleted, in the format of {@code request}
     * </ul>
     *
     * <p>Texts from the server are truncated to 1,000 characters.
     *
     * @param file the ledger
     * @param target receives the lines, each with a line feed; it is neither flushed nor closed
     * @throws IOException if the file cannot be read, is not a ledger or is damaged, or if the target fails
     */
    public static void export(Path file, Appendable target) throws IOException {
        Objects.requireNonNull(target, "target");
        try {
            LedgerExport.run(file, target);
        } catch (ClosedByInterruptException e) {
            throw interrupted(file, e);
        }
    }

    /**
     * Reads a ledger from its beginning to its end, verifies every record and sums up what it contains. Blocks. The
     * ledger may be open, here or in another process, and is not changed. Needs 21 to 40 bytes of memory for each
     * request.
     *
     * @param file the ledger
     * @return the summary of an intact ledger, whose last record may be incomplete
     * @throws IOException if the file cannot be read, is not a ledger or is damaged; the message says where
     */
    public static LedgerSummary summarize(Path file) throws IOException {
        try {
            return LedgerSummarizer.run(file);
        } catch (ClosedByInterruptException e) {
            throw interrupted(file, e);
        }
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = List.copyOf(requests);
        return Mono.fromSupplier(() -> {
            if (writer.isClosed()) {
                throw writer.closedFailure();
            }
            return index.get(HashedRequests.of(copy).hashes());
        });
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = List.copyOf(requests);
        return write(() -> LedgerUpdate.begin(lastCall.incrementAndGet(), copy));
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        List<DeletionResult> copy = List.copyOf(results);
        return write(() -> LedgerUpdate.finish(copy));
    }

    private Mono<Void> write(Supplier<LedgerUpdate> update) {
        return Mono.create(sink -> writer.submit(update.get(), sink));
    }

    /**
     * Writes pending records, releases the file and stops the thread. Blocks until done: do not call it on a
     * non-blocking thread. Idempotent.
     */
    @Override
    public void close() {
        writer.close();
    }
}
