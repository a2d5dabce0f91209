package ai.extracta.deletions.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.MonoSink;

/**
 * The one thread that writes a ledger. While it waits for the disk, what else comes is collected, and then written and forced
 * together. The index learns of it after that, and whoever asked for it after the index.
 */
final class LedgerWriter implements Closeable {

    /** One thing to write and who waits for it. */
    private record Waiting(LedgerUpdate update, MonoSink<Void> sink) {}

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final Path path;
    private final LedgerLog log;
    private final LedgerIndex index;
    private final Closeable lock;
    private final Thread thread = new Thread(this::run, "extracta-deletions-ledger");

    private final Object monitor = new Object(); // held to look and to hand over, never while writing
    private List<Waiting> waiting = new ArrayList<>();
    private boolean closed;

    private @Nullable Throwable failure; // of the writing thread only

    LedgerWriter(Path path, LedgerLog log, LedgerIndex index, Closeable lock) {
        this.path = path;
        this.log = log;
        this.index = index;
        this.lock = lock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void submit(LedgerUpdate update, MonoSink<Void> sink) {
        if (enqueue(new Waiting(update, sink))) {
            LockSupport.unpark(thread);
        } else {
            sink.error(closedFailure());
        }
    }

    private boolean enqueue(Waiting submitted) {
        synchronized (monitor) {
            return !closed && waiting.add(submitted);
        }
    }

    boolean isClosed() {
        synchronized (monitor) {
            return closed;
        }
    }

    IllegalStateException closedFailure() {
        return new IllegalStateException("the ledger " + path + " is closed");
    }

    /** Returns when all that was submitted is written and the file is released, however often the caller is interrupted. */
    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isFinished()) {
                List<Waiting> batch = takeAll();
                if (batch.isEmpty()) {
                    LockSupport.park(this);
                } else {
                    commit(batch);
                }
            }
        } finally {
            turnAway();
            release(log);
            release(lock);
        }
    }

    private boolean isFinished() {
        synchronized (monitor) {
            return closed && waiting.isEmpty();
        }
    }

    private List<Waiting> takeAll() {
        synchronized (monitor) {
            List<Waiting> all = waiting;
            waiting = new ArrayList<>();
            return all;
        }
    }

    private void commit(List<Waiting> batch) {
        if (failure == null && write(batch)) {
            batch.forEach(done -> done.sink().success());
        } else {
            batch.forEach(lost -> lost.sink().error(writeFailure()));
        }
    }

    /** Whatever goes wrong, nobody may be left waiting. */
    @SuppressWarnings("CatchingUnchecked")
    private boolean write(List<Waiting> batch) {
        try {
            log.append(batch.stream().map(each -> each.update().line()).toList());
            batch.forEach(
                    each -> each.update().changes().forEach(change -> index.put(change.request(), change.state())));
            return true;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    private UncheckedIOException writeFailure() {
        IOException cause = failure instanceof IOException io ? io : new IOException(failure);
        return new UncheckedIOException(
                "the ledger " + path + " cannot be written: " + cause.getMessage()
                        + "; what it was told since is not recorded. Mend that, then open it again",
                cause);
    }

    /** Only finds something if this thread is about to die of an error. */
    private void turnAway() {
        synchronized (monitor) {
            closed = true;
        }
        takeAll().forEach(lost -> lost.sink().error(closedFailure()));
    }

    /** Everything is forced by now, so that nothing is lost. */
    private void release(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            LOG.warn("The ledger {} could not be closed", path, e);
        }
    }
}
