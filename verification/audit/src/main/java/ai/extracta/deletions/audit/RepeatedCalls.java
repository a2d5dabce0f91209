package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.ErasureLog.Call;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls for a message that was settled before. A worker may still make one if it holds the message: it had received it
 * by then, for instance before it lost its lock, and has not written what became of it.
 */
final class RepeatedCalls {

    private record Repeated(int message, int settled, int number, Call call) {}

    private final ErasureLog log;
    private final Map<DeletionRequest, Integer> messageOf = new HashMap<>();

    private RepeatedCalls(ErasureLog log) {
        this.log = log;
        log.requests().forEach((message, request) -> AtomicDeletions.of(request)
                .forEach(unit -> messageOf.put(unit, message)));
    }

    static Stream<String> in(ErasureLog log) {
        return new RepeatedCalls(log).find();
    }

    private Stream<String> find() {
        List<Repeated> repeated = new ArrayList<>();
        for (int i = 0; i < log.calls().size(); i++) {
            addRepeated(i, log.calls().get(i), repeated);
        }
        return repeated.stream()
                .filter(one -> !isHeld(one))
                .map(one -> "call " + one.number() + " of " + one.call().worker() + ", after it was settled at call "
                        + one.settled() + ": " + log.describe(one.message()));
    }

    private void addRepeated(int number, Call call, List<Repeated> repeated) {
        AtomicDeletions.of(call.request())
                .flatMap(unit -> Optional.ofNullable(messageOf.get(unit)).stream())
                .distinct()
                .filter(message -> log.settledAt(message) <= number)
                .forEach(message -> repeated.add(new Repeated(message, log.settledAt(message), number, call)));
    }

    private boolean isHeld(Repeated repeated) {
        String worker = repeated.call().worker();
        long received = log.deliveries().stream()
                .filter(delivery -> delivery.message() == repeated.message()
                        && delivery.worker().equals(worker)
                        && delivery.calls() <= repeated.settled())
                .count();
        long written = Stream.concat(log.results().stream(), log.deadLetters().stream())
                .filter(record -> record.message() == repeated.message()
                        && record.worker().equals(worker)
                        && record.seen().calls() <= repeated.settled())
                .count();
        return received > written;
    }
}
