package ai.extracta.deletions.cli;

import java.io.IOException;
import java.util.Optional;

/** Reads one row after the other and keeps none. */
interface RowReader extends AutoCloseable {

    /**
     * Reads the next row.
     *
     * @throws UsageException if it is not one
     */
    Optional<Row> next() throws IOException;

    @Override
    void close() throws IOException;
}
