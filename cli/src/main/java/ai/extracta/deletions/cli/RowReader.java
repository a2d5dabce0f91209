package ai.extracta.deletions.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads rows one by one and keeps none. */
interface RowReader extends Closeable {

    /**
     * Reads the next row, if there is one.
     *
     * @throws UsageException if it is not well-formed
     */
    Optional<Row> next() throws IOException;

    /** The rows as a lazy stream that closes this reader. */
    default Stream<Row> stream() {
        Spliterator<Row> rows = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super Row> action) {
                Optional<Row> row = read();
                row.ifPresent(action);
                return row.isPresent();
            }
        };
        return StreamSupport.stream(rows, false).onClose(this::closeUnchecked);
    }

    private Optional<Row> read() {
        try {
            return next();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void closeUnchecked() {
        try {
            close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
