package ai.extracta.deletions.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Locks a ledger against other writers, whatever the name by which they open it. An operating system may release a lock
 * when its process closes any descriptor of the locked file, even one that only read it. So there are two: one on a
 * companion file, which nobody reads, and one on the ledger itself, which other names lead to as well.
 */
final class LedgerLock implements FileGuard {

    /** Locks held by this process are entries of the system properties, which all class loaders share. */
    private static final String HELD = "ai.extracta.deletions.ledger.open.";

    /** Beyond any content: on some platforms a locked part of a file cannot be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path ledger;
    private final Path real;
    private final String key;
    private final FileChannel companion;

    private LedgerLock(Path ledger, Path real, String key, FileChannel companion) {
        this.ledger = ledger;
        this.real = real;
        this.key = key;
        this.companion = companion;
    }

    /** A second attempt in this process must fail before it opens, and closes, a locked file. */
    static LedgerLock of(Path ledger) throws IOException {
        Path real = ledger.toRealPath();
        String key = keyOf(real);
        if (System.getProperties().putIfAbsent(HELD + key, "") != null) {
            throw refused(ledger, "in this process; share that one, or close it first");
        }
        try {
            Path companion = real.resolveSibling(real.getFileName() + ".lock");
            FileChannel channel = FileChannel.open(companion, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new LedgerLock(ledger, real, key, locked(channel, ledger));
        } catch (IOException | RuntimeException e) {
            System.getProperties().remove(HELD + key);
            throw e;
        }
    }

    /** The identity of a file, whatever its name; the name where the platform has no other. */
    private static String keyOf(Path real) throws IOException {
        return keyOf(real, Files.readAttributes(real, BasicFileAttributes.class));
    }

    private static String keyOf(Path real, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? real.toString() : key.toString();
    }

    /** Locks the ledger itself; closes it if that fails. */
    FileChannel locked(FileChannel file) throws IOException {
        return locked(file, ledger);
    }

    private static FileChannel locked(FileChannel file, Path ledger) throws IOException {
        try {
            if (file.tryLock(LOCKED_BYTE, 1, false) != null) {
                return file;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // refused below
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        file.close();
        throw refused(ledger, "by another process; wait for it to end, or use a ledger of its own for each job");
    }

    private static IOException refused(Path ledger, String by) {
        return new IOException("the ledger " + ledger + " is already open " + by);
    }

    @Override
    public void requireUnchanged(long size) throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(real, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new IOException("it was deleted, moved or renamed while it was open", e);
        }
        if (!keyOf(real, now).equals(key)) {
            throw new IOException("it was replaced by another file while it was open");
        }
        long found = now.size();
        if (found != size) {
            throw new IOException((found < size ? "it was truncated" : "something was added to it")
                    + " by another program while it" + " was open: it has " + found + " bytes instead of " + size);
        }
    }

    /** Leaves the companion file: deleting it could delete the one that somebody else has just locked. */
    @Override
    public void close() throws IOException {
        try {
            companion.close();
        } finally {
            System.getProperties().remove(HELD + key);
        }
    }
}
