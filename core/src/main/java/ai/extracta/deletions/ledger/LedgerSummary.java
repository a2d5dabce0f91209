package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an intact ledger contains: the return value of {@link FileLedger#summarize}.
 *
 * @param version the version of its format; {@link FileLedger#open} continues version 2 only
 * @param states how many requests are in each state; every state is present
 * @param calls how many records of started calls there are: one for each call, except for those that only send again
 *     what was started before
 * @param first when the first record was written, by the clock of that machine; empty if there is none
 * @param last when the last record was written, by the clock of that machine; empty if there is none
 * @param bytes the size of the file
 * @param incompleteBytes the size of an incomplete record at its end, as a crash leaves it, or as it is being written;
 *     0 if there is none
 * @since 0.1.0
 */
public record LedgerSummary(
        int version,
        Map<State, Long> states,
        long calls,
        Optional<Instant> first,
        Optional<Instant> last,
        long bytes,
        long incompleteBytes) {

    /**
     * Copies the states.
     *
     * @param version the version of the format
     * @param states how many requests are in each state
     * @param calls how many calls were started
     * @param first when the first record was written
     * @param last when the last record was written
     * @param bytes the size of the file
     * @param incompleteBytes the size of an incomplete record at its end
     */
    public LedgerSummary {
        states = Map.copyOf(states);
    }

    /** {@return how many different requests were recorded} */
    public long requests() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }
}
