package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that was observed while workers executed messages, and that the rules are about.
 *
 * @param messages how many there were, numbered from 0
 * @param requests what they request; those that cannot be read are missing
 * @param existing what existed at first, one request for each classification, batch and file
 * @param results as they were seen
 * @param deadLetters as they were seen
 * @param deletions that the simulator executed, in their order
 * @param calls that the simulator received, in their order
 * @param deliveries of messages to workers
 * @param settled the messages that must not be sent any more by a worker that gets them later: how many calls the
 *     simulator had received when that was seen
 * @param brokerRestarts how many calls it had received when the broker was down
 */
record ErasureLog(
        int messages,
        Map<Integer, DeletionRequest> requests,
        Set<DeletionRequest> existing,
        List<Result> results,
        List<DeadLetter> deadLetters,
        List<DeletionRequest> deletions,
        List<Call> calls,
        List<Delivery> deliveries,
        Map<Integer, Integer> settled,
        List<Integer> brokerRestarts) {

    /**
     * A call that the simulator received.
     *
     * @param worker the worker that sent it
     * @param request what it was to delete
     */
    record Call(String worker, DeletionRequest request) {}

    /**
     * A message that a worker received.
     *
     * @param calls how many calls the simulator had received when this was seen
     */
    record Delivery(int message, String worker, int calls) {}

    /** When a message was settled; far in the future if it was not. */
    int settledAt(int message) {
        return settled.getOrDefault(message, Integer.MAX_VALUE);
    }

    String describe(int message) {
        return "message " + message + ", " + (requests.containsKey(message) ? requests.get(message) : "unreadable");
    }
}
