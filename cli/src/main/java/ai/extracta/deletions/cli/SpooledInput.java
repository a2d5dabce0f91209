package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows, copied to a file that only this user can read. So standard input can be read twice as well, and rows that were
 * added after the plan was shown are not deleted.
 */
final class SpooledInput implements Input {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path copy;
    private final String name;
    private final Format format;
    private final Optional<Kind> kind;

    private SpooledInput(Path copy, String name, Format format, Optional<Kind> kind) {
        this.copy = copy;
        this.name = name;
        this.format = format;
        this.kind = kind;
    }

    /** Copies a whole stream. The name is for messages. */
    static SpooledInput of(InputStream source, String name, Format format, Optional<Kind> kind) throws IOException {
        Path copy = Files.createTempFile("extracta-delete-", ".input");
        copy.toFile().deleteOnExit();
        Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        return new SpooledInput(copy, name, format, kind);
    }

    @Override
    public Stream<DeletionRequest> open() {
        try {
            return format.read(text(), name).stream(name).map(row -> row.request(kind));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Strict: an id with a replacement character would be a different id. */
    private Reader text() throws IOException {
        PushbackReader text = new PushbackReader(new InputStreamReader(
                Files.newInputStream(copy),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        int first = text.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            text.unread(first);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(copy);
    }
}
