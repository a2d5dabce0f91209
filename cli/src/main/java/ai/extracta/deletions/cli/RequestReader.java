package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Requests, one after the other. */
interface RequestReader extends Iterator<DeletionRequest>, AutoCloseable {

    @Override
    void close();

    static RequestReader of(List<DeletionRequest> requests) {
        Iterator<DeletionRequest> iterator = requests.iterator();
        return new RequestReader() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public DeletionRequest next() {
                return iterator.next();
            }

            @Override
            public void close() {}
        };
    }

    /** Makes a request of each row. What goes wrong is thrown by {@code hasNext}. */
    final class RowRequestReader implements RequestReader {

        private final RowReader rows;
        private final Optional<Kind> kind;
        private final String name;
        private Optional<DeletionRequest> lookahead = Optional.empty();

        RowRequestReader(RowReader rows, Optional<Kind> kind, String name) {
            this.rows = rows;
            this.kind = kind;
            this.name = name;
        }

        @Override
        public boolean hasNext() {
            if (lookahead.isEmpty()) {
                lookahead = read();
            }
            return lookahead.isPresent();
        }

        @Override
        public DeletionRequest next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DeletionRequest next = lookahead.orElseThrow();
            lookahead = Optional.empty();
            return next;
        }

        private Optional<DeletionRequest> read() {
            try {
                return rows.next().map(row -> row.request(kind));
            } catch (CharacterCodingException malformed) {
                throw new UsageException(name + ": not UTF-8; save it as UTF-8, or ids could be read wrongly");
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public void close() {
            try {
                rows.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
