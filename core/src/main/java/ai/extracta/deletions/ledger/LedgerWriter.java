package ai.extracta.deletions.ledger;

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
 * The thread that writes a ledger, with group commit: records submitted while it waits for the disk are written and
 * forced together. After that the index is updated, and then the submitters are notified, on other threads.
 */
final class LedgerWriter implements Closeable {

    /** Everything that its signal needs exists before it is accepted: later there may be no memory for it. */
    private final class Submission implements Runnable {

        private final LedgerUpdate update;
        private final MonoSink<Void> sink;
        private boolean isDurable;
        private @Nullable Submission next;

        Submission(LedgerUpdate update, MonoSink<Void> sink) {
            this.update = update;
            this.sink = sink;
        }

        /** Signals the end. */
        @Override
        public void run() {
            try {
                if (isDurable) {
                    sink.success();
                } else {
                    sink.error(failure());
                }
            } finally {
                signals.onDelivered();
            }
        }

        private Throwable failure() {
            try {
                return failure == null ? closedFailure() : writeFailure();
            } catch (Throwable noMemory) {
                return noMemory;
            }
        }
    }

    private static final class WriterThread extends Thread {

        WriterThread(Runnable task) {
            super(task, "extracta-deletions-ledger");
            setDaemon(true);
        }

        /** Does nothing: an interrupt would close the file. */
        @Override
        public void interrupt() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private final Path path;
    private final LedgerLog log;
    private final LedgerIndex index;
    private final FileGuard guard;
    private final OpenCalls calls = new OpenCalls(); // used by the writing thread only
    private final SignalThreads signals;
    private final Thread thread = new WriterThread(this::run);

    private final Object monitor = new Object(); // never held while writing
    private @Nullable Submission first;
    private @Nullable Submission last;
    private boolean closed;

    private volatile @Nullable Throwable failure; // written once, by the writing thread

    LedgerWriter(Path path, LedgerLog log, LedgerIndex index, FileGuard guard, SignalThreads signals) {
        this.path = path;
        this.log = log;
        this.index = index;
        this.guard = guard;
        this.signals = signals;
    }

    void start() {
        thread.start();
    }

    void submit(LedgerUpdate update, MonoSink<Void> sink) {
        if (!enqueue(new Submission(update, sink))) {
            sink.error(closedFailure()); // the threads have ended, or will
        }
    }

    private boolean enqueue(Submission submission) {
        boolean isFirst;
        synchronized (monitor) {
            if (closed) {
                return false;
            }
            isFirst = last == null;
            if (last == null) {
                first = submission;
            } else {
                last.next = submission;
            }
            last = submission;
        }
        if (isFirst) {
            LockSupport.unpark(thread); // which takes what is added meanwhile as well
        }
        return true;
    }

    boolean isClosed() {
        synchronized (monitor) {
            return closed;
        }
    }

    IllegalStateException closedFailure() {
        return new IllegalStateException("the ledger " + path + " is closed");
    }

    /** Returns when all submissions are written and the file is released; an interrupt does not shorten the wait. */
    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        boolean hasEnded = thread.equals(Thread.currentThread());
        while (!hasEnded) {
            try {
                thread.join();
                signals.awaitEnd();
                hasEnded = true;
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
            writeUntilClosed();
        } finally {
            failPending();
            signals.shutdown();
            release(log);
            release(guard);
        }
    }

    private void writeUntilClosed() {
        while (!isFinished()) {
            Submission batch = takeAll();
            if (batch == null) {
                LockSupport.park(this);
            } else {
                signal(batch, failure == null && write(batch));
            }
        }
    }

    private boolean isFinished() {
        synchronized (monitor) {
            return closed && first == null;
        }
    }

    private @Nullable Submission takeAll() {
        synchronized (monitor) {
            Submission all = first;
            first = null;
            last = null;
            return all;
        }
    }

    private void signal(@Nullable Submission batch, boolean isDurable) {
        Submission rest = batch;
        while (rest != null) {
            Submission ended = rest;
            rest = ended.next;
            ended.next = null;
            ended.isDurable = isDurable;
            signals.deliverLater(ended);
        }
    }

    /** Catches everything: every submitter must be notified. */
    @SuppressWarnings("CatchingUnchecked")
    private boolean write(Submission batch) {
        try {
            guard.requireUnchanged(log.size());
            List<EncodedRecord> records = new ArrayList<>();
            for (Submission each = batch; each != null; each = each.next) {
                records.add(each.update.encode(calls));
            }
            log.append(records.stream().map(EncodedRecord::line).toList());
            records.forEach(record -> index.put(record.requests().hashes(), record.states()));
            return true;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    private UncheckedIOException writeFailure() {
        IOException cause = failure instanceof IOException io ? io : new IOException(failure);
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new UncheckedIOException(
                "the ledger " + path + " cannot be written: " + reason
                        + "; later updates were not recorded. Fix the cause and reopen the ledger",
                cause);
    }

    /** There are none unless an error terminates this thread. */
    private void failPending() {
        synchronized (monitor) {
            closed = true;
        }
        signal(takeAll(), false);
    }

    /** Everything has been forced, so a failure loses nothing. */
    private void release(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            LOG.warn("The ledger {} could not be closed", path, e);
        }
    }
}
