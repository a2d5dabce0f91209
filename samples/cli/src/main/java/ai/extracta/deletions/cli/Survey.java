package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an input asks for, told from a first reading of all of it. */
final class Survey {

    /** How many requests are planned for showing; the rest is only counted, so that memory stays flat. */
    static final int PLANNED = 100_000;

    private final long requests;
    private final Map<Kind, Long> counts;
    private final DeletionPlan plan;

    private Survey(long requests, Map<Kind, Long> counts, DeletionPlan plan) {
        this.requests = requests;
        this.counts = counts;
        this.plan = plan;
    }

    /**
     * Reads everything, so that whatever is wrong in it is found before anything is sent.
     *
     * @throws UsageException if something is
     */
    static Survey of(Input input, int maxFilesPerCall) throws IOException {
        long requests = 0;
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        List<DeletionRequest> first = new ArrayList<>();
        try (RequestReader reader = input.open()) {
            while (reader.hasNext()) {
                DeletionRequest request = reader.next();
                counts.merge(Kind.of(request), 1L, Long::sum);
                if (requests++ < PLANNED) {
                    first.add(request);
                }
            }
        }
        return new Survey(requests, counts, DeletionPlan.of(first, maxFilesPerCall));
    }

    long requests() {
        return requests;
    }

    String describe() {
        if (requests <= PLANNED) {
            return plan.summary();
        }
        return counts.entrySet().stream()
                        .map(count -> String.format(Locale.ROOT, "%,d of type %s", count.getValue(), count.getKey()))
                        .collect(Collectors.joining(", ", String.format(Locale.ROOT, "%,d requests: ", requests), "\n"))
                + String.format(Locale.ROOT, "The plan of the first %,d only:%n", PLANNED)
                + plan.summary();
    }
}
