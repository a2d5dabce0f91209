package ai.extracta.deletions.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the results as JSON Lines; keeps only started requests without a result in memory. */
final class LedgerExport {

    private final Appendable target;
    private final Map<RequestHash, String> unfinished = new LinkedHashMap<>();

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
        JsonNode entries = LedgerCodec.entriesOf(record.line());
        for (int i = 0; i < entries.size(); i++) {
            RequestHash request = record.entries().get(i).request();
            String entry = entries.get(i).toString();
            if (entries.get(i).has("result")) {
                unfinished.remove(request);
                append(entry);
            } else {
                unfinished.put(request, entry);
            }
        }
    }

    private void append(String entry) throws IOException {
        target.append(entry).append('\n');
    }
}
