package ai.extracta.deletions.bulk;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A ledger in one file, to which lines are only ever added. It survives a killed process and a lost power supply: {@link #begin}
 * and {@link #finish} complete when the disk has confirmed the write. What waits at the same time is written and confirmed
 * together, by one daemon thread per ledger.
 *
 * <pre>{@code
 * try (FileLedger ledger = FileLedger.open(Path.of("retention-2026-07.ledger"))) {
 *     deletions.deleteAll(requests, BulkOptions.builder().ledger(ledger).build())
 *             .doOnNext(audit::write)
 *             .blockLast();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Nothing blocks the subscribing thread; results are signalled on {@link Schedulers#parallel()}, so that what
 * follows never holds up the writing, and {@link #lookup} answers at once on the thread that subscribes, from memory. A state is
 * to be seen there only when it is durable. Cancelling {@link #begin} or {@link #finish} does not take back what was handed over
 * on subscription: it may be written. What waits for the disk is in memory; a caller that goes on only when it is told that it
 * is durable, as a stream of deletions does, bounds it.
 *
 * <p>For each request that was ever recorded the ledger keeps 21 to 40 bytes in memory, however long its ids are.
 *
 * <p>If a write fails, for instance since the disk is full, that and every later {@link #begin} and {@link #finish} fails with an
 * {@link java.io.UncheckedIOException} that names the file. Nothing of the failed write is visible; after the cause is mended, open
 * the ledger again. After {@link #close} every call fails with an {@link IllegalStateException}.
 *
 * <p>The file holds ids and the server's messages and never the key. Each line is a checksum and a JSON object; docs/bulk.md
 * describes it. Beside it stands an empty file with {@code .lock} added to its name, which is best left there.
 *
 * @since 0.1.0
 */
public final class FileLedger implements DeletionLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final LedgerIndex index;
    private final LedgerWriter writer;

    private FileLedger(LedgerIndex index, LedgerWriter writer) {
        this.index = index;
        this.writer = writer;
    }

    /**
     * Opens a ledger, or creates it if the file does not exist, and reads it. Blocks while it does.
     *
     * <p>An unfinished record at the end, as a crash leaves it, is cut off, with a warning in the log: nobody was told that it is
     * durable. Anything else that is wrong with the file is refused, and the file stays as it is.
     *
     * @param file where; its folder must exist
     * @return the ledger, which nobody else can open until it is closed
     * @throws IOException if the file cannot be read or written, is open already, in this process or in another, is not a ledger,
     *     or is damaged
     */
    public static FileLedger open(Path file) throws IOException {
        create(file);
        LedgerLock lock = LedgerLock.of(file);
        try {
            forceFolder(file);
            return open(file, LedgerFile.of(FileChannel.open(file, READ, WRITE)), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static FileLedger open(Path path, LedgerFile file, Closeable lock) throws IOException {
        try {
            LedgerIndex index = new LedgerIndex();
            LedgerWriter writer = new LedgerWriter(path, LedgerLog.open(path, file, index::put), index, lock);
            writer.start();
            return new FileLedger(index, writer);
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
            LOG.debug("The ledger {} exists and is continued", file);
        } catch (NoSuchFileException e) {
            throw new IOException("the folder of the ledger " + file + " does not exist; create it first", e);
        }
    }

    /** Else a new file could be lost as a whole with the power supply. Not every platform can open a folder. */
    private static void forceFolder(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder of the ledger {} cannot be forced to the disk", file, e);
        }
    }

    /**
     * Writes what a ledger says as JSON Lines: one object for each result, in the order in which they were recorded, and then one
     * for each request that was begun and has no result. Blocks while it does. The ledger may be open, here or in another process,
     * and is not changed; an unfinished record at its end is passed over. Of several objects for a request the last one counts,
     * unless an earlier one says {@code GONE}.
     *
     * <p>Every object has
     *
     * <ul>
     *   <li>{@code state}: a {@link DeletionLedger.State}
     *   <li>{@code at}: when it was recorded, ISO 8601, in UTC, by this machine's clock
     *   <li>{@code request}: {@code kind} ({@code "classification"}, {@code "batch"} or {@code "files"}), {@code classificationId}, and
     *       depending on the kind {@code batchId} and {@code fileIds}
     * </ul>
     *
     * <p>Of a result it has {@code result} (the simple name of the {@link DeletionResult}) and, depending on that
     *
     * <ul>
     *   <li>{@code calls}: for each receipt {@code confirmation}, {@code completedAt}, {@code elapsedMillis}, {@code attempts},
     *       {@code status}, {@code message} and {@code requestId}
     *   <li>{@code by}: the wider deletion, described as {@code request} is
     *   <li>{@code reason}: why it was not sent
     *   <li>{@code failure}: {@code outcome}, {@code type}, {@code message}; {@code attempts} if it is a
     *       {@link ai.extracta.deletions.error.DeletionException}; and if the server answered, {@code status}, its own
     *       {@code message} as {@code serverMessage} and {@code requestId}
     *   <li>{@code remaining}: what of it is not known to be gone, described as {@code request} is
     * </ul>
     *
     * <p>Texts of the server are cut after 1,000 characters.
     *
     * @param file the ledger
     * @param target gets the lines, each with a line feed; it is neither flushed nor closed
     * @throws IOException if the file cannot be read, is not a ledger or is damaged, or if the target throws it
     */
    public static void export(Path file, Appendable target) throws IOException {
        LedgerExport.run(file, Objects.requireNonNull(target, "target"));
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        List<DeletionRequest> asked = List.copyOf(requests);
        return Mono.fromSupplier(() -> {
            if (writer.isClosed()) {
                throw writer.closedFailure();
            }
            return asked.stream()
                    .map(request -> index.get(RequestHash.of(request)))
                    .toList();
        });
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        List<DeletionRequest> begun = List.copyOf(requests);
        return write(() -> LedgerUpdate.begin(begun));
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        List<DeletionResult> finished = List.copyOf(results);
        return write(() -> LedgerUpdate.finish(finished));
    }

    private Mono<Void> write(Supplier<LedgerUpdate> update) {
        return Mono.<Void>create(sink -> writer.submit(update.get(), sink)).publishOn(Schedulers.parallel());
    }

    /**
     * Writes what was handed over, releases the file and ends the thread. Blocks until that is done; do not call it on a thread
     * that must not block. Idempotent.
     */
    @Override
    public void close() {
        writer.close();
    }
}
