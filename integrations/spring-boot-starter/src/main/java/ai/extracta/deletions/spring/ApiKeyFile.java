package ai.extracta.deletions.spring;

import ai.extracta.deletions.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A key in a file that is replaced when the key is rotated. */
final class ApiKeyFile {

    private static final int MAX_BYTES = 16 * 1024;

    private ApiKeyFile() {}

    /**
     * Reads the file now, so that an application without a key does not start, and again for each attempt.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it does not hold a key; the message does not repeat it
     */
    static ApiKey open(Path file) throws IOException {
        ApiKey.of(read(file));
        return ApiKey.supplier(Mono.fromCallable(() -> read(file)).subscribeOn(Schedulers.boundedElastic()));
    }

    private static String read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] key = content.readNBytes(MAX_BYTES + 1);
            if (key.length > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return new String(key, StandardCharsets.UTF_8).strip();
        }
    }
}
