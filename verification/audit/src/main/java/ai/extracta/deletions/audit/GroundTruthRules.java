package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.ErasureLog.Delivery;
import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the records say, compared with what the simulator did. */
final class GroundTruthRules {

    private GroundTruthRules() {}

    /** Results for what was not deleted when they were seen. */
    static Stream<String> untrueResults(ErasureLog log) {
        DeletionIndex index = new DeletionIndex(log.deletions());
        return log.results().stream()
                .filter(result -> !isTrue(result, log, index))
                .map(result -> "reported, but not deleted by then: " + result);
    }

    private static boolean isTrue(Result result, ErasureLog log, DeletionIndex index) {
        Optional<DeletionRequest> request = Optional.ofNullable(log.requests().get(result.message()));
        return request.isPresent()
                && switch (result.outcome()) {
                    case "DELETED" -> index.isDeleted(request.get(), result.seen());
                    case "SUBSUMED" ->
                        AtomicDeletions.subsumes(result.subject(), request.get())
                                && index.isDeleted(result.subject(), result.seen());
                    default ->
                        AtomicDeletions.of(request.get()).allMatch(unit -> isAbsent(unit, result.seen(), log, index));
                };
    }

    private static boolean isAbsent(DeletionRequest unit, Moment by, ErasureLog log, DeletionIndex index) {
        return !log.existing().contains(unit) || index.isUnitDeleted(unit, by) || index.isEnclosingDeleted(unit, by);
    }

    /** Dead letters that say refused of what existed, or of what another delivery of the same message had deleted. */
    static Stream<String> untrueRefusals(ErasureLog log) {
        DeletionIndex index = new DeletionIndex(log.deletions());
        Set<Integer> reported = new HashSet<>();
        log.results().forEach(result -> reported.add(result.message()));
        return log.deadLetters().stream()
                .filter(letter -> letter.reason().equals("REFUSED"))
                .filter(letter -> !isRefusable(letter, log, index))
                .filter(letter -> !isDeletedByAnotherDelivery(letter, log, index, reported))
                .map(letter -> "refused, but it existed: " + letter + ", " + log.describe(letter.message()));
    }

    /** Whether a part of the target never existed, or was deleted with what encloses it. */
    private static boolean isRefusable(DeadLetter letter, ErasureLog log, DeletionIndex index) {
        return unitsOf(letter, log)
                .anyMatch(unit -> !log.existing().contains(unit) || index.isEnclosingDeleted(unit, letter.seen()));
    }

    /**
     * Whether the refusal is about what another delivery has deleted: one beside which there is a result, or one that
     * the broker has forgotten since it was restarted.
     */
    private static boolean isDeletedByAnotherDelivery(
            DeadLetter letter, ErasureLog log, DeletionIndex index, Set<Integer> reported) {
        Collection<Delivery> deliveries = log.deliveries().stream()
                .filter(delivery -> delivery.message() == letter.message())
                .toList();
        boolean isForgotten = log.brokerRestarts().stream()
                .anyMatch(restart -> deliveries.stream().anyMatch(delivery -> delivery.calls() <= restart));
        return unitsOf(letter, log).anyMatch(unit -> index.isUnitDeleted(unit, letter.seen()))
                && deliveries.size() > 1
                && (isForgotten || reported.contains(letter.message()));
    }

    private static Stream<DeletionRequest> unitsOf(DeadLetter letter, ErasureLog log) {
        return Optional.ofNullable(log.requests().get(letter.message())).stream()
                .flatMap(AtomicDeletions::of);
    }

    /** Calls and deletions for what no message requests. */
    static Stream<String> unrequested(ErasureLog log) {
        Set<DeletionRequest> requested = AtomicDeletions.of(log.requests().values());
        return Stream.concat(
                log.calls().stream()
                        .filter(call -> isUnrequested(call.request(), requested))
                        .map(call -> "sent, but not requested: " + call),
                log.deletions().stream()
                        .filter(deletion -> isUnrequested(deletion, requested))
                        .map(deletion -> "deleted, but not requested: " + deletion));
    }

    private static boolean isUnrequested(DeletionRequest deletion, Set<DeletionRequest> requested) {
        return !AtomicDeletions.of(deletion).allMatch(requested::contains);
    }
}
