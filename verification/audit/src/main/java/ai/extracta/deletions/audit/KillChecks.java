package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.RunEnd.Sent;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What must be true of a job however often it is killed. */
final class KillChecks {

    private final KillPlan plan;
    private final List<String> violations = new ArrayList<>();
    private final List<RunEnd> ends = new ArrayList<>();

    KillChecks(KillPlan plan) {
        this.plan = plan;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void afterARun(RunEnd end) {
        Set<DeletionRequest> gone = end.in(State.GONE);
        Set<DeletionRequest> recorded = Units.of(end.ledger().keySet());
        end.sent().stream()
                .flatMap(sent -> Units.of(sent.request()))
                .filter(unit -> !recorded.contains(unit))
                .forEach(unit -> violated(end, "sent, and never recorded as begun", unit));
        Units.of(gone).stream()
                .filter(end.present()::contains)
                .forEach(unit -> violated(end, "gone says the ledger, and it is there", unit));
        end.results().stream()
                .filter(KillResult::isGone)
                .map(result -> plan.requests().get((int) result.index()))
                .filter(request -> !gone.contains(request))
                .forEach(request -> violated(end, "said to be gone, and not so in the ledger", request));
        goneBefore(end.run()).stream()
                .filter(request -> !gone.contains(request))
                .forEach(request -> violated(end, "gone before, and the ledger has forgotten it", request));
        ends.add(end);
    }

    /** The last run has ended by itself, and the simulator is closed. */
    void atTheEnd(RunEnd last) {
        plan.requests().stream()
                .filter(request -> last.ledger().get(request) != State.GONE)
                .forEach(request -> violated(last, "not gone at the end", request));
        last.ledger().keySet().stream()
                .filter(request -> !plan.requests().contains(request))
                .forEach(request -> violated(last, "in the ledger, and never asked for", request));
        resultsAreComplete(last);
        compare(last, plan.left(), last.present());
        nothingGoneWasSentAgain(last);
        whatHadBegunWasSentAgain(last);
    }

    private void resultsAreComplete(RunEnd last) {
        List<Long> indices =
                last.results().stream().map(KillResult::index).sorted().toList();
        if (!indices.equals(LongStream.range(0, plan.requests().size()).boxed().toList())) {
            violations.add("the last run has not one result for each request: " + indices);
        }
    }

    private void compare(RunEnd last, Set<DeletionRequest> expected, Set<DeletionRequest> present) {
        without(present, expected).forEach(unit -> violated(last, "there, and should be gone", unit));
        without(expected, present).forEach(unit -> violated(last, "gone, and nobody asked for it", unit));
    }

    private void nothingGoneWasSentAgain(RunEnd last) {
        for (Sent sent : last.sent()) {
            Set<DeletionRequest> gone = Units.of(goneBefore(sent.run()));
            Units.of(sent.request())
                    .filter(gone::contains)
                    .forEach(unit -> violated(last, "sent again by run " + sent.run() + ", and was gone before", unit));
        }
    }

    private void whatHadBegunWasSentAgain(RunEnd last) {
        for (RunEnd end : ends) {
            Set<DeletionRequest> sentLater = last.sent().stream()
                    .filter(sent -> sent.run() > end.run())
                    .flatMap(sent -> Units.of(sent.request()))
                    .collect(Collectors.toSet());
            Units.of(end.in(State.BEGUN)).stream()
                    .filter(unit -> sentLater.stream().noneMatch(sent -> Units.covers(sent, unit)))
                    .forEach(unit -> violated(end, "begun, and not sent again", unit));
        }
    }

    /** What was gone when the run before this one had ended. */
    private Set<DeletionRequest> goneBefore(int run) {
        return ends.stream()
                .filter(end -> end.run() == run - 1)
                .findFirst()
                .map(end -> end.in(State.GONE))
                .orElse(Set.of());
    }

    private static Set<DeletionRequest> without(Collection<DeletionRequest> all, Collection<DeletionRequest> these) {
        Set<DeletionRequest> rest = new HashSet<>(all);
        rest.removeAll(these);
        return rest;
    }

    void violated(String what) {
        violations.add(what);
    }

    private void violated(RunEnd end, String what, DeletionRequest request) {
        violations.add("run " + end.run() + ": " + what + ": " + request);
    }
}
