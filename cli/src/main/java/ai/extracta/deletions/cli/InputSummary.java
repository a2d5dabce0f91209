package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an input asks for, told from a first reading of all of it. In flat memory. */
final class InputSummary {

    /** How many requests are planned for showing; the rest is only counted. */
    static final int MAX_PLANNED = 100_000;

    private static final int LOOKUP_BATCH_SIZE = 1_000;

    private final int maxFilesPerCall;
    private final Optional<DeletionLedger> ledger;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<DeletionRequest> first = new ArrayList<>();
    private long requests;
    private long skipped;

    private InputSummary(int maxFilesPerCall, Optional<DeletionLedger> ledger) {
        this.maxFilesPerCall = maxFilesPerCall;
        this.ledger = ledger;
    }

    /**
     * Reads everything, so that whatever is wrong in it is found before anything is sent.
     *
     * @throws UsageException if something is
     */
    static InputSummary of(Input input, int maxFilesPerCall, Optional<DeletionLedger> ledger) throws IOException {
        InputSummary summary = new InputSummary(maxFilesPerCall, ledger);
        try (RequestReader reader = input.open()) {
            List<DeletionRequest> batch = new ArrayList<>();
            while (reader.hasNext()) {
                batch.add(reader.next());
                if (batch.size() == LOOKUP_BATCH_SIZE) {
                    summary.add(batch);
                    batch.clear();
                }
            }
            summary.add(batch);
        }
        return summary;
    }

    private void add(List<DeletionRequest> batch) {
        List<State> states = ledger.map(known ->
                        Objects.requireNonNull(known.lookup(List.copyOf(batch)).block()))
                .orElse(List.of());
        for (int i = 0; i < batch.size(); i++) {
            if (!states.isEmpty() && (states.get(i) == State.DELETED || states.get(i) == State.REFUSED)) {
                skipped++;
            } else {
                plan(batch.get(i));
            }
        }
        requests += batch.size();
    }

    private void plan(DeletionRequest request) {
        counts.merge(Kind.of(request), 1L, Long::sum);
        if (first.size() < MAX_PLANNED) {
            first.add(request);
        }
    }

    /** How many there are. */
    long requests() {
        return requests;
    }

    /** How many of them are to be sent. */
    long pending() {
        return requests - skipped;
    }

    /** What is to be sent, in words. */
    String describe() {
        String plan = DeletionPlan.of(first, maxFilesPerCall).summary();
        if (skipped > 0) {
            plan = String.format(
                            Locale.ROOT, "%,d are not sent again: the ledger knows them as gone or refused%n", skipped)
                    + plan;
        }
        return pending() > MAX_PLANNED ? describeCounts() + plan : plan;
    }

    private String describeCounts() {
        return counts.entrySet().stream()
                        .map(count -> String.format(Locale.ROOT, "%,d of type %s", count.getValue(), count.getKey()))
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, "; the plan of the first %,d:%n", MAX_PLANNED);
    }
}
