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
final class Survey {

    /** How many requests are planned for showing; the rest is only counted. */
    static final int PLANNED = 100_000;

    private static final int LOOKED_UP_AT_A_TIME = 1_000;

    private final int maxFilesPerCall;
    private final Optional<DeletionLedger> ledger;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<DeletionRequest> first = new ArrayList<>();
    private long requests;
    private long settled;

    private Survey(int maxFilesPerCall, Optional<DeletionLedger> ledger) {
        this.maxFilesPerCall = maxFilesPerCall;
        this.ledger = ledger;
    }

    /**
     * Reads everything, so that whatever is wrong in it is found before anything is sent.
     *
     * @throws UsageException if something is
     */
    static Survey of(Input input, int maxFilesPerCall, Optional<DeletionLedger> ledger) throws IOException {
        Survey survey = new Survey(maxFilesPerCall, ledger);
        try (RequestReader reader = input.open()) {
            List<DeletionRequest> some = new ArrayList<>();
            while (reader.hasNext()) {
                some.add(reader.next());
                if (some.size() == LOOKED_UP_AT_A_TIME) {
                    survey.add(some);
                    some.clear();
                }
            }
            survey.add(some);
        }
        return survey;
    }

    private void add(List<DeletionRequest> some) {
        List<State> states = ledger.map(known ->
                        Objects.requireNonNull(known.lookup(List.copyOf(some)).block()))
                .orElse(List.of());
        for (int i = 0; i < some.size(); i++) {
            if (!states.isEmpty() && (states.get(i) == State.GONE || states.get(i) == State.REFUSED)) {
                settled++;
            } else {
                plan(some.get(i));
            }
        }
        requests += some.size();
    }

    private void plan(DeletionRequest request) {
        counts.merge(Kind.of(request), 1L, Long::sum);
        if (first.size() < PLANNED) {
            first.add(request);
        }
    }

    /** How many there are. */
    long requests() {
        return requests;
    }

    /** How many of them are to be sent. */
    long open() {
        return requests - settled;
    }

    /** What is to be sent, in words. */
    String describe() {
        String plan = DeletionPlan.of(first, maxFilesPerCall).summary();
        if (settled > 0) {
            plan = String.format(
                            Locale.ROOT, "%,d are not sent again: the ledger knows them as gone or refused%n", settled)
                    + plan;
        }
        return open() > PLANNED ? described() + plan : plan;
    }

    private String described() {
        return counts.entrySet().stream()
                        .map(count -> String.format(Locale.ROOT, "%,d of type %s", count.getValue(), count.getKey()))
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, "; the plan of the first %,d:%n", PLANNED);
    }
}
