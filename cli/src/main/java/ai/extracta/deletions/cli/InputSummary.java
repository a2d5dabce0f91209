package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an input requests, after reading all of it once in constant memory. */
final class InputSummary {

    /** How many requests the plan shows; the rest are only counted. */
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
     * Reads everything, so that an invalid row is found before anything is sent.
     *
     * @throws UsageException if a row is invalid
     */
    static InputSummary of(Input input, int maxFilesPerCall, Optional<DeletionLedger> ledger) {
        InputSummary summary = new InputSummary(maxFilesPerCall, ledger);
        List<DeletionRequest> batch = new ArrayList<>();
        try (Stream<DeletionRequest> requests = input.open()) {
            requests.forEachOrdered(request -> {
                batch.add(request);
                if (batch.size() == LOOKUP_BATCH_SIZE) {
                    summary.add(batch);
                    batch.clear();
                }
            });
        }
        summary.add(batch);
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

    /** The number of all requests. */
    long requests() {
        return requests;
    }

    /** The number of requests to send. */
    long pending() {
        return requests - skipped;
    }

    /** The plan as text. */
    String describe() {
        String plan = DeletionPlan.of(first, maxFilesPerCall).summary();
        if (skipped > 0) {
            plan = String.format(
                            Locale.ROOT, "%,d are not sent again: the ledger has them as deleted or refused%n", skipped)
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
