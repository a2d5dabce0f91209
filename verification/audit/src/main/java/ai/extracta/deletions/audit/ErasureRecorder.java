package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.ErasureLog.Call;
import ai.extracta.deletions.audit.ErasureLog.Delivery;
import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Observes workers while they run. Each observation reads first what is acknowledged, then what was written, then what
 * was delivered, and last how many calls the simulator has received: so a call that it receives later was made after
 * all that.
 */
final class ErasureRecorder implements AutoCloseable {

    private static final Pattern USER_AGENT = Pattern.compile(AuditedWorker.USER_AGENT + "(\\S+)");

    private final ExtractaSimulator simulator;
    private final WorkerFleet fleet;
    private final Map<Position, Integer> messages;
    private final boolean hasLedger;
    private final GroupOffsets offsets;
    private final FinalRecordReader reader;
    private final List<Result> results = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<Integer, Integer> settled = new HashMap<>();
    private final List<Integer> brokerRestarts = new ArrayList<>();
    private final BitSet finished = new BitSet();
    private final Map<Integer, Long> acknowledgedTo = new HashMap<>();
    private boolean isLedgerDown;

    ErasureRecorder(
            KafkaBroker broker,
            ExtractaSimulator simulator,
            WorkerFleet fleet,
            Map<Position, Integer> messages,
            boolean hasLedger) {
        this.simulator = simulator;
        this.fleet = fleet;
        this.messages = messages;
        this.hasLedger = hasLedger;
        this.offsets = new GroupOffsets(broker);
        this.reader = new FinalRecordReader(broker);
    }

    void observe() throws InterruptedException {
        Map<Integer, Long> acknowledged = offsets.read();
        Iterable<ConsumerRecord<String, String>> records = reader.poll();
        Moment now = readDeliveries();
        records.forEach(record -> add(FinalRecord.parse(record, messages, now)));
        acknowledged.forEach((partition, offset) -> settle(partition, offset, now));
    }

    /** Returns the moment by which they were delivered. */
    private Moment readDeliveries() {
        Map<String, List<Integer>> delivered = new HashMap<>();
        fleet.all()
                .forEach(worker -> delivered.put(worker.name(), worker.journal().readAdded()));
        Moment now =
                new Moment(simulator.requests().size(), simulator.deletions().size());
        delivered.forEach((worker, numbers) ->
                numbers.forEach(message -> deliveries.add(new Delivery(message, worker, now.calls()))));
        return now;
    }

    /** What a ledger has as deleted is not sent again even if it is not acknowledged. */
    private void add(FinalRecord record) {
        if (record.message() != FinalRecord.NO_MESSAGE) {
            finished.set(record.message());
        }
        if (record instanceof Result result) {
            results.add(result);
            if (hasLedger && !isLedgerDown) {
                settled.putIfAbsent(result.message(), result.seen().calls());
            }
        } else if (record instanceof DeadLetter letter) {
            deadLetters.add(letter);
        }
    }

    private void settle(int partition, long offset, Moment now) {
        for (long i = acknowledgedTo.getOrDefault(partition, 0L); i < offset; i++) {
            settled.putIfAbsent(messages.getOrDefault(new Position(partition, i), FinalRecord.NO_MESSAGE), now.calls());
        }
        acknowledgedTo.put(partition, offset);
    }

    /** The broker is down, and forgets how often it has delivered what is held now. */
    void brokerDown() {
        brokerRestarts.add(readDeliveries().calls());
    }

    /** While the ledger is down, a result may be known that it could not record. */
    void ledgerDown(boolean isDown) {
        this.isLedgerDown = isDown;
    }

    /** How many messages have a result or a dead letter. */
    int finished() {
        return finished.cardinality();
    }

    /** Whether every message has a result or a dead letter, and is acknowledged. */
    boolean isDone() {
        return finished() == messages.size() && offsets.isAtEnd();
    }

    /** Increases as long as the workers get on. */
    int progress() {
        return results.size() + deadLetters.size() + settled.size();
    }

    /** How many messages a worker has received and not finished. */
    long heldBy(String worker) {
        long received = deliveries.stream()
                .filter(delivery -> delivery.worker().equals(worker))
                .count();
        long written = results.stream()
                        .filter(result -> result.worker().equals(worker))
                        .count()
                + deadLetters.stream()
                        .filter(letter -> letter.worker().equals(worker))
                        .count();
        return Math.max(0, received - written);
    }

    /** Reads what is left, after all workers have ended. */
    void observeRest() throws InterruptedException {
        do {
            observe();
        } while (!reader.isAtEnd());
    }

    /** Expects that the simulator is closed. */
    ErasureLog log(ErasureWorkload workload) {
        return new ErasureLog(
                workload.messages().size(),
                workload.requests(),
                AtomicDeletions.in(workload.trees()),
                results,
                deadLetters,
                simulator.deletions(),
                simulator.requests().stream().map(ErasureRecorder::call).toList(),
                deliveries,
                settled,
                brokerRestarts);
    }

    private static Call call(ReceivedRequest request) {
        Matcher userAgent = USER_AGENT.matcher(request.header("user-agent").orElse(""));
        if (!userAgent.find()) {
            throw new IllegalStateException("no worker has sent " + request);
        }
        return new Call(userAgent.group(1), AtomicDeletions.parse(request.body()));
    }

    @Override
    public void close() {
        offsets.close();
        reader.close();
    }
}
