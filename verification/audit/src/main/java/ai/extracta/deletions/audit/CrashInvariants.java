package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.RunSnapshot.SentRequest;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What must hold for a job, no matter how often it is killed. */
final class CrashInvariants {

    private final CrashTestPlan plan;
    private final List<String> violations = new ArrayList<>();
    private final List<RunSnapshot> snapshots = new ArrayList<>();

    CrashInvariants(CrashTestPlan plan) {
        this.plan = plan;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void checkRun(RunSnapshot snapshot) {
        Set<DeletionRequest> deleted = snapshot.inState(State.DELETED);
        Set<DeletionRequest> recorded = AtomicDeletions.of(snapshot.ledger().keySet());
        snapshot.sent().stream()
                .flatMap(sent -> AtomicDeletions.of(sent.request()))
                .filter(unit -> !recorded.contains(unit))
                .forEach(unit -> violated(snapshot, "sent, but never recorded as begun", unit));
        AtomicDeletions.of(deleted).stream()
                .filter(snapshot.present()::contains)
                .forEach(unit -> violated(snapshot, "deleted according to the ledger, but it still exists", unit));
        snapshot.results().stream()
                .filter(CrashTestResult::isDeleted)
                .map(result -> plan.requests().get((int) result.index()))
                .filter(request -> !deleted.contains(request))
                .forEach(request -> violated(snapshot, "reported as deleted, but not recorded in the ledger", request));
        deletedBefore(snapshot.run()).stream()
                .filter(request -> !deleted.contains(request))
                .forEach(request -> violated(snapshot, "recorded as deleted before, but not any more", request));
        snapshots.add(snapshot);
    }

    /** Expects that the last run was not killed and that the simulator is closed. */
    void checkFinalState(RunSnapshot last) {
        plan.requests().stream()
                .filter(request -> last.ledger().get(request) != State.DELETED)
                .forEach(request -> violated(last, "not deleted at the end", request));
        last.ledger().keySet().stream()
                .filter(request -> !plan.requests().contains(request))
                .forEach(request -> violated(last, "in the ledger, but never requested", request));
        checkResultsComplete(last);
        checkPresent(last, plan.remaining(), last.present());
        checkNothingDeletedWasResent(last);
        checkStartedWasResent(last);
    }

    private void checkResultsComplete(RunSnapshot last) {
        List<Long> indices =
                last.results().stream().map(CrashTestResult::index).sorted().toList();
        if (!indices.equals(LongStream.range(0, plan.requests().size()).boxed().toList())) {
            violations.add("the last run does not have one result per request: " + indices);
        }
    }

    private void checkPresent(RunSnapshot last, Set<DeletionRequest> expected, Set<DeletionRequest> present) {
        without(present, expected).forEach(unit -> violated(last, "requested, but it still exists", unit));
        without(expected, present).forEach(unit -> violated(last, "deleted, but never requested", unit));
    }

    private void checkNothingDeletedWasResent(RunSnapshot last) {
        for (SentRequest sent : last.sent()) {
            Set<DeletionRequest> deleted = AtomicDeletions.of(deletedBefore(sent.run()));
            AtomicDeletions.of(sent.request())
                    .filter(deleted::contains)
                    .forEach(unit ->
                            violated(last, "sent again by run " + sent.run() + " although it was deleted", unit));
        }
    }

    private void checkStartedWasResent(RunSnapshot last) {
        for (RunSnapshot snapshot : snapshots) {
            Set<DeletionRequest> sentLater = last.sent().stream()
                    .filter(sent -> sent.run() > snapshot.run())
                    .flatMap(sent -> AtomicDeletions.of(sent.request()))
                    .collect(Collectors.toSet());
            AtomicDeletions.of(snapshot.inState(State.STARTED)).stream()
                    .filter(unit -> sentLater.stream().noneMatch(sent -> AtomicDeletions.subsumes(sent, unit)))
                    .forEach(unit -> violated(snapshot, "begun, but not sent again", unit));
        }
    }

    /** What the ledger recorded as deleted after the previous run. */
    private Set<DeletionRequest> deletedBefore(int run) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.run() == run - 1)
                .findFirst()
                .map(snapshot -> snapshot.inState(State.DELETED))
                .orElse(Set.of());
    }

    private static Set<DeletionRequest> without(Collection<DeletionRequest> all, Collection<DeletionRequest> others) {
        Set<DeletionRequest> remaining = new HashSet<>(all);
        remaining.removeAll(others);
        return remaining;
    }

    void violated(String what) {
        violations.add(what);
    }

    private void violated(RunSnapshot snapshot, String what, DeletionRequest request) {
        violations.add("run " + snapshot.run() + ": " + what + ": " + request);
    }
}
