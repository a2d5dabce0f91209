package ai.extracta.deletions.testkit;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** A ledger in memory, without a defect or with one. */
final class ModelLedger implements DeletionLedger {

    /** What can be wrong with a ledger, and the cases that must find it. */
    @SuppressWarnings("ImmutableEnumChecker") // the sets cannot be changed
    enum Defect {
        NONE,
        FORGETS_WHAT_WAS_BEGUN("whatWasBegunIsStartedAlsoAfterReopening"),
        FORGETS_RESULTS("everyResultLeavesTheStateThatIsDefinedForIt", "deletedNeverChangesAgain"),
        OVERWRITES_DELETED("deletedNeverChangesAgain", "ofSeveralResultsInOneBatchDeletedCountsWhateverTheirOrder"),
        TAKES_EVERY_REFUSAL_FOR_FINAL("everyResultLeavesTheStateThatIsDefinedForIt"),
        TAKES_FILES_IN_ANOTHER_ORDER_FOR_OTHERS("theOrderOfTheFilesDoesNotMatter"),
        IGNORES_CASE("confusableTargetsAreKeptApart"),
        ACTS_BEFORE_THE_SUBSCRIPTION("nothingIsRecordedBeforeTheSubscription", "eachSubscriptionActsAgain"),
        KEEPS_THE_LIST_OF_THE_CALLER("laterChangesOfTheListsHaveNoEffect"),
        ANSWERS_ONCE_FOR_A_REPEATED_REQUEST("statesAreInTheOrderOfTheRequestsAndRepeatedWithThem"),
        WORKS_THOUGH_CLOSED("everyCallFailsOnceItIsClosed");

        private final Set<String> findings;

        Defect(String... findings) {
            this.findings = Set.of(findings);
        }

        Set<String> findings() {
            return findings;
        }
    }

    private final Map<Object, State> disk;
    private final Defect defect;
    private boolean isClosed;

    ModelLedger(Map<Object, State> disk, Defect defect) {
        this.disk = disk;
        this.defect = defect;
    }

    static ModelLedger open(Map<Object, State> disk, Defect defect) {
        if (defect == Defect.FORGETS_WHAT_WAS_BEGUN) {
            disk.values().remove(State.STARTED);
        }
        return new ModelLedger(disk, defect);
    }

    static Map<Object, State> newDisk() {
        return new ConcurrentHashMap<>();
    }

    private Object key(DeletionRequest request) {
        return switch (defect) {
            case TAKES_FILES_IN_ANOTHER_ORDER_FOR_OTHERS -> request.toJson();
            case IGNORES_CASE -> request.toJson().toUpperCase(Locale.ROOT);
            default -> request;
        };
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = copy(requests);
        return whenOpen(Mono.fromSupplier(() -> {
            boolean isOnce = defect == Defect.ANSWERS_ONCE_FOR_A_REPEATED_REQUEST;
            return (isOnce ? new LinkedHashSet<>(copy) : copy)
                    .stream()
                            .map(request -> disk.getOrDefault(key(request), State.PENDING))
                            .toList();
        }));
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        List<DeletionRequest> copy = copy(requests);
        return act(() -> copy.forEach(request -> put(request, State.STARTED)));
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        List<DeletionResult> copy = copy(results);
        return act(() -> {
            if (defect != Defect.FORGETS_RESULTS) {
                copy.forEach(result -> put(result.request(), stateAfter(result)));
            }
        });
    }

    private State stateAfter(DeletionResult result) {
        State state = DeletionLedger.stateAfter(result);
        boolean isRefusal = result instanceof DeletionResult.Failed failed && failed.outcome() == Outcome.REFUSED;
        return isRefusal && defect == Defect.TAKES_EVERY_REFUSAL_FOR_FINAL ? State.REFUSED : state;
    }

    private void put(DeletionRequest request, State state) {
        disk.merge(
                key(request),
                state,
                (before, now) -> before == State.DELETED && defect != Defect.OVERWRITES_DELETED ? before : now);
    }

    private <T> List<T> copy(List<T> list) {
        List<T> copy = List.copyOf(list);
        return defect == Defect.KEEPS_THE_LIST_OF_THE_CALLER ? list : new ArrayList<>(copy);
    }

    private Mono<Void> act(Runnable action) {
        if (defect == Defect.ACTS_BEFORE_THE_SUBSCRIPTION) {
            action.run();
            return Mono.empty();
        }
        return whenOpen(Mono.fromRunnable(action));
    }

    private <T> Mono<T> whenOpen(Mono<T> call) {
        return Mono.defer(() -> isClosed && defect != Defect.WORKS_THOUGH_CLOSED
                ? Mono.error(new IllegalStateException("the ledger is closed"))
                : call);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
