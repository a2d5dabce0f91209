package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the key from a file or the environment; never from an argument, which every user of the machine can see. */
final class ApiKeyReader {

    private static final Set<PosixFilePermission> OTHERS_READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private ApiKeyReader() {}

    /**
     * Reads the key.
     *
     * @throws UsageException if there is no valid key; the message never contains it
     */
    static ApiKey read(Optional<Path> file, Map<String, String> environment, PrintStream warnings) {
        if (file.isPresent()) {
            return key(file.get().toString(), read(file.get(), warnings));
        }
        String variable = ApiKey.ENVIRONMENT_VARIABLE;
        return key(
                variable,
                Optional.ofNullable(environment.get(variable))
                        .orElseThrow(() -> new UsageException(
                                "no API key: set " + variable + ", or name a file that holds it with --key-file")));
    }

    private static ApiKey key(String source, String key) {
        try {
            return ApiKey.of(key);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(source + ": " + invalid.getMessage());
        }
    }

    private static String read(Path file, PrintStream warnings) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_READ::contains)) {
                warnings.println("warning: others can read " + file + "; chmod 600 " + file);
            }
            return Files.readString(file).stripTrailing();
        } catch (IOException unreadable) {
            throw new UsageException("cannot read the key file " + file + ": " + IoMessages.of(unreadable));
        }
    }
}
