package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.OpenCalls.OpenCall;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is to be recorded. */
sealed interface LedgerUpdate {

    /** Called once, by whoever writes the file, in the order of the file. */
    EncodedRecord encode(OpenCalls calls);

    static LedgerUpdate begin(long call, List<DeletionRequest> requests) {
        byte[] line = LedgerEncoder.begin(call, Instant.now().toString(), requests);
        return new Begin(OpenCall.of(call, requests), line);
    }

    static LedgerUpdate finish(List<DeletionResult> results) {
        List<DeletionRequest> requests = new ArrayList<>(results.size());
        results.forEach(result -> requests.add(result.request()));
        return new Finish(Instant.now().toString(), ResultGroup.of(results), requests);
    }

    /** Requests that are about to be sent. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Begin(OpenCall call, byte[] line) implements LedgerUpdate {

        @Override
        public EncodedRecord encode(OpenCalls calls) {
            calls.add(call);
            int requests = call.requests().size();
            return new EncodedRecord(line, call.hashed(), Collections.nCopies(requests, State.STARTED));
        }
    }

    /** Results. */
    record Finish(String at, List<ResultGroup> results, List<DeletionRequest> requests) implements LedgerUpdate {

        @Override
        public EncodedRecord encode(OpenCalls calls) {
            Optional<OpenCall> call = calls.take(requests);
            OptionalLong number =
                    call.map(open -> OptionalLong.of(open.number())).orElseGet(OptionalLong::empty);
            return new EncodedRecord(
                    LedgerEncoder.finish(number, at, results),
                    call.map(OpenCall::hashed).orElseGet(() -> HashedRequests.of(requests)),
                    states());
        }

        private List<State> states() {
            List<State> states = new ArrayList<>(requests.size());
            for (ResultGroup group : results) {
                states.addAll(Collections.nCopies(group.requests().size(), group.state()));
            }
            return states;
        }
    }
}
