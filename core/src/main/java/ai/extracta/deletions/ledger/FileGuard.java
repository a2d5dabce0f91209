package ai.extracta.deletions.ledger;

import java.io.Closeable;
import java.io.IOException;

/** Holds a ledger's file for one writer until it is closed. */
interface FileGuard extends Closeable {

    /** Fails, and says how, if somebody else has changed the file, whose size should be the given one. */
    default void requireUnchanged(long size) throws IOException {}
}
