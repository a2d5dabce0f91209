package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files that do not exist yet. */
final class NewFile {

    private NewFile() {}

    /** What writes the content. */
    interface Content {

        void writeTo(Appendable file) throws IOException;
    }

    /**
     * Writes a file in UTF-8, and deletes it if it cannot be completed.
     *
     * @throws UsageException if the file exists or cannot be created
     */
    static void write(Path path, Content content) throws IOException {
        Writer file = create(path);
        try (file) {
            content.writeTo(file);
        } catch (IOException failed) {
            Files.deleteIfExists(path);
            throw new IOException("cannot write " + path + ": " + IoMessages.withFile(failed), failed);
        }
    }

    private static Writer create(Path path) {
        try {
            return new OutputStreamWriter(
                    Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UsageException("cannot write " + path + ": " + IoMessages.of(failed));
        }
    }
}
