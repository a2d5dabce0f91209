package ai.extracta.deletions.bulk;

import ai.extracta.deletions.internal.LedgerRecord;
import ai.extracta.deletions.internal.LedgerRecord.Entry;
import ai.extracta.deletions.internal.LedgerRecord.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a ledger's results, and keeps in memory only what was begun and has no result yet. */
final class LedgerExport {

    private final Appendable target;
    private final Map<RequestHash, String> unfinished = new LinkedHashMap<>();

    private LedgerExport(Appendable target) {
        this.target = target;
    }

    static void run(Path path, Appendable target) throws IOException {
        LedgerExport export = new LedgerExport(target);
        try (LedgerFile file = LedgerFile.of(FileChannel.open(path, StandardOpenOption.READ))) {
            new LedgerReader(path, file).read(export::add);
        }
        for (String entry : export.unfinished.values()) {
            export.append(entry);
        }
    }

    private void add(LedgerRecord record) throws IOException {
        for (Entry entry : record.entries()) {
            RequestHash request = RequestHash.of(entry.request());
            if (record.kind() == Kind.BEGIN) {
                unfinished.put(request, entry.json());
            } else {
                unfinished.remove(request);
                append(entry.json());
            }
        }
    }

    private void append(String entry) throws IOException {
        target.append(entry).append('\n');
    }
}
