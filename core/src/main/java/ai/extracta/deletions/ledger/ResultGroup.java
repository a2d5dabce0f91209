package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive results that say the same about different requests.
 *
 * @param state the state that they leave their requests in
 * @param members what they say, as members of a JSON object
 * @param requests their requests
 */
record ResultGroup(State state, String members, List<DeletionRequest> requests) {

    static List<ResultGroup> of(List<DeletionResult> results) {
        List<ResultGroup> groups = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= results.size(); end++) {
            if (end == results.size() || !areAlike(results.get(start), results.get(end))) {
                groups.add(ofAlike(results.subList(start, end)));
                start = end;
            }
        }
        return groups;
    }

    private static ResultGroup ofAlike(List<DeletionResult> results) {
        DeletionResult first = results.get(0);
        return new ResultGroup(
                DeletionLedger.stateAfter(first),
                LedgerEncoder.members(first),
                results.stream().map(DeletionResult::request).toList());
    }

    private static boolean areAlike(DeletionResult one, DeletionResult other) {
        if (one instanceof Deleted first && other instanceof Deleted second) {
            return areSame(first.receipts(), second.receipts());
        }
        if (one instanceof AlreadyAbsent first && other instanceof AlreadyAbsent second) {
            return areSame(first.receipts(), second.receipts());
        }
        if (one instanceof Subsumed first && other instanceof Subsumed second) {
            return first.subsumedBy().equals(second.subsumedBy());
        }
        if (one instanceof Skipped first && other instanceof Skipped second) {
            return first.reason() == second.reason();
        }
        return one instanceof Failed first && other instanceof Failed second && failedAlike(first, second);
    }

    @SuppressWarnings("ReferenceEquality") // nearly always: the requests of one call share its receipt
    private static boolean areSame(List<DeletionReceipt> some, List<DeletionReceipt> others) {
        return (some.size() == 1 && others.size() == 1 && some.get(0) == others.get(0)) || some.equals(others);
    }

    @SuppressWarnings(
            "ReferenceEquality") // the requests of one call share its failure, and exceptions have no equality
    private static boolean failedAlike(Failed one, Failed other) {
        return one.failure() == other.failure()
                && one.outcome() == other.outcome()
                && failedAsAWhole(one)
                && failedAsAWhole(other);
    }

    /** Whether what remains is the request itself, which need not be repeated. */
    static boolean failedAsAWhole(Failed failed) {
        return failed.remaining().equals(List.of(failed.request()));
    }
}
