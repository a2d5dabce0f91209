package ai.extracta.deletions.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A result as the job writes it to a file.
 *
 * @param index the index of the request
 * @param isDeleted whether its target is reported as deleted
 * @param kind the name of the result's class
 */
record CrashTestResult(long index, boolean isDeleted, String kind) {

    /** Reads the results of a run, except for an incomplete last line. */
    static List<CrashTestResult> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String printed = Files.readString(file);
        return printed.substring(0, printed.lastIndexOf('\n') + 1)
                .lines()
                .map(CrashTestResult::parse)
                .toList();
    }

    private static CrashTestResult parse(String line) {
        String[] parts = line.split(" ", 3);
        return new CrashTestResult(Long.parseLong(parts[0]), Boolean.parseBoolean(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return index + " " + isDeleted + " " + kind;
    }
}
