package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The requests that are not certainly deleted: the first few on the terminal, all of them in a file of rows. */
final class FailureLog implements AutoCloseable {

    private static final int MAX_SHOWN = 20;

    private final Optional<BufferedWriter> file;
    private final Map<String, List<String>> firstByReason = new LinkedHashMap<>();
    private final PrintStream err;
    private long count;
    private Optional<IOException> problem = Optional.empty();

    private FailureLog(Optional<BufferedWriter> file, PrintStream err) {
        this.file = file;
        this.err = err;
    }

    /**
     * Opens the file, if there is one.
     *
     * @throws UsageException if it cannot be written or has content
     */
    static FailureLog to(Optional<Path> file, PrintStream err) {
        return new FailureLog(file.map(FailureLog::open), err);
    }

    private static BufferedWriter open(Path file) {
        requireNoContent(file);
        try {
            OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UsageException("cannot write the failures to " + file + ": " + IoMessages.of(failed));
        }
    }

    /**
     * Checks that nothing would be overwritten.
     *
     * @throws UsageException if the file has content, such as the failures of an earlier run
     */
    static void requireNoContent(Path file) {
        if (file.toFile().length() > 0) {
            throw new UsageException("--failures would overwrite " + file + "; name a new file");
        }
    }

    /** Adds a request that failed for a reason of its own. */
    void add(DeletionRequest request, ResultCategory category, String reason) {
        if (count++ < MAX_SHOWN) {
            firstByReason.computeIfAbsent(reason, none -> new ArrayList<>()).add(describe(request));
        }
        writeToFile(request, category, reason);
    }

    /** Adds a request to the file only, since it failed like all the others. */
    void writeToFile(DeletionRequest request, ResultCategory category, String reason) {
        if (file.isEmpty()) {
            return;
        }
        ObjectNode line = toJson(request);
        line.put(JsonRowReader.OUTCOME, category.name()).put(JsonRowReader.REASON, reason);
        try {
            file.get().write(line + "\n");
        } catch (IOException failed) {
            problem = Optional.of(failed);
        }
    }

    void print() {
        firstByReason.forEach((reason, requests) -> {
            err.println(reason);
            requests.forEach(request -> err.println("  " + request));
        });
        if (count > MAX_SHOWN) {
            String where = file.isEmpty() ? "; --failures FILE lists them all" : "";
            err.printf(Locale.ROOT, "and %,d more%s%n", count - MAX_SHOWN, where);
        }
    }

    private static ObjectNode toJson(DeletionRequest request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put(Row.TYPE, Kind.of(request).toString()).put("classificationId", request.classificationId());
        if (request instanceof DeleteBatch batch) {
            line.put("batchId", batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            line.put("batchId", files.batchId());
            files.fileIds().forEach(line.putArray(JsonRowReader.FILES)::add);
        }
        return line;
    }

    private static String describe(DeletionRequest request) {
        if (request instanceof DeleteFiles files) {
            int more = files.fileIds().size() - 1;
            return files.classificationId() + " / " + files.batchId() + " / "
                    + files.fileIds().get(0) + (more > 0 ? " and " + more + " more" : "");
        }
        return request instanceof DeleteBatch batch
                ? batch.classificationId() + " / " + batch.batchId()
                : request.classificationId();
    }

    /** Whether everything was written so far; if not, closing prints why. */
    boolean isComplete() {
        return problem.isEmpty();
    }

    /** Prints a message if not everything could be written, which does not end the run. */
    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException failed) {
            problem = Optional.of(failed);
        }
        problem.ifPresent(failed -> err.println("the failures file is incomplete: " + IoMessages.of(failed)));
    }
}
