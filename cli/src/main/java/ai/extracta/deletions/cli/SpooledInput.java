package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows, copied to a file that only this process can use. So standard input can be read twice as well, and rows that
 * were added after the plan was shown are not deleted.
 */
final class SpooledInput implements Input {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final TemporaryFile copy;
    private final String name;
    private final Format format;
    private final Optional<Kind> kind;

    private SpooledInput(TemporaryFile copy, String name, Format format, Optional<Kind> kind) {
        this.copy = copy;
        this.name = name;
        this.format = format;
        this.kind = kind;
    }

    /**
     * Copies a whole stream. The name is for messages.
     *
     * @throws UsageException if it is not UTF-8
     */
    static SpooledInput of(InputStream source, String name, Format format, Optional<Kind> kind) throws IOException {
        TemporaryFile copy = TemporaryFile.create();
        try {
            new Utf8Copier(name).copy(source, copy);
            return new SpooledInput(copy, name, format, kind);
        } catch (IOException | RuntimeException failed) {
            copy.close();
            throw failed;
        }
    }

    @Override
    public Stream<DeletionRequest> open() {
        try {
            return format.read(text(), name).stream().map(row -> row.request(kind));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Reader text() throws IOException {
        PushbackReader text = new PushbackReader(new InputStreamReader(copy.reading(), StandardCharsets.UTF_8));
        int first = text.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            text.unread(first);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        copy.close();
    }
}
