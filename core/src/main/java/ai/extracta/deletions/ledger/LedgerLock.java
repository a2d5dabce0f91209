package ai.extracta.deletions.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks a ledger against other writers. The lock is held on a companion file: an operating system may release a file
 * lock when its process closes any descriptor of that file, even one that only read it.
 */
final class LedgerLock implements Closeable {

    /**
     * Locks held by this process. Static because file locks are per process: a second attempt must fail before it
     * opens, and closes, the lock file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private LedgerLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static LedgerLock of(Path ledger) throws IOException {
        Path real = ledger.toRealPath();
        Path path = real.resolveSibling(real.getFileName() + ".lock");
        if (!HELD.add(path)) {
            throw refused(ledger, "in this process; share that one, or close it first");
        }
        try {
            return new LedgerLock(path, locked(ledger, path));
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static FileChannel locked(Path ledger, Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByAnotherClassLoader) {
            // refused below
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw refused(ledger, "by another process; wait for it to end, or use a ledger of its own for each job");
    }

    private static IOException refused(Path ledger, String by) {
        return new IOException("the ledger " + ledger + " is already open " + by);
    }

    /** Leaves the file: deleting it could delete the one that somebody else has just locked. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(path);
        }
    }
}
