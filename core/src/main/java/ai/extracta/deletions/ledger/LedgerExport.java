package ai.extracta.deletions.ledger;

import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes the results as JSON Lines; keeps only started requests without a result in memory. */
final class LedgerExport {

    /** Members of a record that are not part of a result. */
    private static final Set<String> OTHER_MEMBERS = Set.of("state", "at", "request", "requests", "count");

    private final Appendable target;
    private final Map<DeletionRequest, String> unfinished = new LinkedHashMap<>();

    private LedgerExport(Appendable target) {
        this.target = target;
    }

    static void run(Path path, Appendable target) throws IOException {
        LedgerExport export = new LedgerExport(target);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            new LedgerReader(path, file).read(export::add);
        }
        for (String entry : export.unfinished.values()) {
            export.append(entry);
        }
    }

    private void add(LedgerRecord record) throws IOException {
        for (int i = 0; i < record.entries().size(); i++) {
            DeletionRequest request = record.requests().requests().get(i);
            Entry entry = record.entries().get(i);
            String line = line(record.at(), request.toJson(), entry);
            if (entry.result().isPresent()) {
                unfinished.remove(request);
                append(line);
            } else {
                unfinished.put(request, line);
            }
        }
    }

    private static String line(Instant at, String request, Entry entry) {
        StringBuilder line = new StringBuilder("{\"state\":\"")
                .append(entry.state())
                .append("\",\"at\":\"")
                .append(at)
                .append("\",\"request\":")
                .append(request);
        entry.result().ifPresent(result -> appendResult(line, result, request));
        return line.append('}').toString();
    }

    /** A record does not repeat the request where all of it remains. */
    private static void appendResult(StringBuilder line, JsonNode result, String request) {
        for (Map.Entry<String, JsonNode> member : result.properties()) {
            if (!OTHER_MEMBERS.contains(member.getKey())) {
                appendMember(line, member.getKey(), member.getValue().toString());
            }
        }
        if (result.has("failure") && !result.has("remaining")) {
            appendMember(line, "remaining", request);
        }
    }

    private static void appendMember(StringBuilder line, String name, String json) {
        line.append(",\"").append(name).append("\":").append(json);
    }

    private void append(String entry) throws IOException {
        target.append(entry).append('\n');
    }
}
