package ai.extracta.deletions.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a ledger to its end and sums up what it contains. */
final class LedgerSummarizer {

    private final LedgerIndex index = new LedgerIndex();
    private long calls;
    private @Nullable Instant first;
    private @Nullable Instant last;

    private LedgerSummarizer() {}

    static LedgerSummary run(Path path) throws IOException {
        LedgerSummarizer summarizer = new LedgerSummarizer();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            LedgerReader reader = new LedgerReader(path, file);
            long intact = reader.read(summarizer::add);
            return summarizer.summary(reader, intact);
        }
    }

    private void add(LedgerRecord record) {
        if (record.entries().isEmpty()) {
            return;
        }
        index.put(record.requests().hashes(), record.states());
        calls += record.isBegin() ? 1 : 0;
        first = first == null ? record.at() : first;
        last = record.at();
    }

    private LedgerSummary summary(LedgerReader reader, long intact) {
        return new LedgerSummary(
                reader.version(),
                index.counts(),
                calls,
                Optional.ofNullable(first),
                Optional.ofNullable(last),
                reader.end(),
                reader.end() - intact);
    }
}
