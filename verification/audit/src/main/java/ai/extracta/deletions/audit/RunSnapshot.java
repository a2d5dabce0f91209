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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is to be seen when a run of the job has ended, however it did.
 *
 * @param run its number
 * @param ledger what the ledger's export says of each request
 * @param results what the run said
 * @param sent what the simulator has received so far, from all runs
 * @param present what is there now
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
     * @param run which sent it
     * @param request what it asks for
     */
    record SentRequest(int run, DeletionRequest request) {}

    private static final Pattern STATE = Pattern.compile("^\\{\"state\":\"([A-Z]+)\"");

    Set<DeletionRequest> inState(State state) {
        return ledger.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** As a reader of the export would: the last object of a request counts, unless an earlier one says that it is gone. */
    static Map<DeletionRequest, State> readLedger(Path file) throws IOException {
        Map<DeletionRequest, State> states = new HashMap<>();
        if (Files.exists(file)) {
            StringBuilder export = new StringBuilder();
            FileLedger.export(file, export);
            export.toString()
                    .lines()
                    .forEach(line -> states.merge(
                            AtomicDeletions.parse(line),
                            parseState(line),
                            (before, now) -> before == State.DELETED ? before : now));
        }
        return states;
    }

    private static State parseState(String line) {
        Matcher state = STATE.matcher(line);
        if (!state.find()) {
            throw new IllegalArgumentException("there is no state in " + line);
        }
        return State.valueOf(state.group(1));
    }
}
