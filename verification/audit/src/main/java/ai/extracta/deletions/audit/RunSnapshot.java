package ai.extracta.deletions.audit;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The observable state after a run of the job has ended or was killed.
 *
 * @param run the number of the run
 * @param ledger the state of each request in the ledger's export
 * @param results the results that the run reported
 * @param sent the requests that the simulator has received so far, from all runs
 * @param present what still exists on the simulator
 */
record RunSnapshot(
        int run,
        Map<DeletionRequest, State> ledger,
        List<CrashTestResult> results,
        List<SentRequest> sent,
        Set<DeletionRequest> present) {

    /**
     * A request that the simulator has received.
     *
     * @param run the run that sent it
     * @param request the requested deletion
     */
    record SentRequest(int run, DeletionRequest request) {}

    Set<DeletionRequest> inState(State state) {
        return ledger.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Reads a ledger's export: the last line of a request decides, except that a deleted one stays deleted. */
    static Map<DeletionRequest, State> readLedger(Path file) throws IOException {
        Map<DeletionRequest, State> states = new HashMap<>();
        if (Files.exists(file)) {
            StringBuilder export = new StringBuilder();
            FileLedger.export(file, export);
            export.toString()
                    .lines()
                    .map(AtomicDeletions::readTree)
                    .forEach(line -> states.merge(
                            AtomicDeletions.parse(line.path("request")),
                            State.valueOf(line.path("state").asText()),
                            (before, now) -> before == State.DELETED ? before : now));
        }
        return states;
    }
}
