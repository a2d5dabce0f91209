package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.FaultPlan.Fault;
import ai.extracta.deletions.audit.FaultPlan.PlannedFault;
import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets workers execute messages on a simulator with fault injection, kills and restarts them and what they depend on,
 * and compares what they write with what happened.
 */
final class WorkerAudit {

    private static final Duration MAX_FAULT_DELAY = Duration.ofMillis(50);
    private static final int WEIGHT_OF_NO_FAULT = 56;
    private static final int REQUESTS_BEFORE_RECOVERY = 4;
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration LEDGER_RECOVERY = Duration.ofSeconds(15);
    private static final int PROGRESS_STEPS = 20;

    private final WorkerAuditOptions options;
    private final WorkerLedger ledger;
    private final long seed;
    private final List<String> transports;
    private final PrintWriter progress;
    private final WorkerAuditSummary summary = new WorkerAuditSummary();
    private final Deque<PlannedFault> faults;
    private long ledgerTrustedAt = System.nanoTime();
    private int reported;

    WorkerAudit(
            WorkerAuditOptions options, WorkerLedger ledger, long seed, List<String> transports, PrintWriter progress) {
        this.options = options;
        this.ledger = ledger;
        this.seed = seed;
        this.transports = transports;
        this.progress = progress;
        this.faults = new ArrayDeque<>(FaultPlan.of(options, ledger, seed).faults());
    }

    String title() {
        return "seed %d, %d workers, %d messages, ledger %s".formatted(seed, options.workers, options.requests, ledger);
    }

    /** Files of the workers go to the folder. */
    WorkerAuditSummary run(Path folder) throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start();
                @Nullable LedgerServer database = ledger == WorkerLedger.R2DBC ? LedgerServer.start() : null) {
            ErasureTopics.create(broker);
            run(broker, database, folder);
        }
        return summary;
    }

    private void run(KafkaBroker broker, @Nullable LedgerServer database, Path folder)
            throws IOException, InterruptedException {
        ErasureWorkload workload = ErasureWorkload.of(seed, options.requests);
        Map<Position, Integer> messages = ErasureTopics.send(broker, workload.messages());
        ExtractaSimulator simulator = ExtractaSimulator.start();
        String location = database == null
                ? AuditedWorker.NO_LEDGER
                : database.ledger("audit").location();
        try (WorkerFleet fleet = new WorkerFleet(broker.bootstrapServers(), transports, simulator, location, folder);
                ErasureRecorder recorder = new ErasureRecorder(broker, simulator, fleet, messages, database != null)) {
            try (simulator) {
                workload.trees().forEach(simulator::add);
                simulator.answerBy(chaos());
                run(new Scene(broker, database, fleet, recorder));
            }
            summary.finished(recorder.log(workload));
        }
    }

    /** Every fault, and one call in five with one: a call whose response is lost is split to find what is absent. */
    private Chaos chaos() {
        Map<Chaos.Fault, Integer> weights = new EnumMap<>(Chaos.Fault.class);
        for (Chaos.Fault fault : Chaos.Fault.values()) {
            weights.put(fault, fault == Chaos.Fault.NONE ? WEIGHT_OF_NO_FAULT : 1);
        }
        return Chaos.seeded(seed)
                .withWeights(weights)
                .withMaxDelay(MAX_FAULT_DELAY)
                .recoveringAfter(REQUESTS_BEFORE_RECOVERY);
    }

    /** What is acted on. */
    private record Scene(
            KafkaBroker broker, @Nullable LedgerServer database, WorkerFleet fleet, ErasureRecorder recorder) {}

    private void run(Scene scene) throws IOException, InterruptedException {
        long start = System.nanoTime();
        scene.fleet().start(options.workers);
        observeUntilDone(scene);
        summary.took(Duration.ofNanos(System.nanoTime() - start));
        scene.fleet().endedEarly().forEach(worker -> summary.violated(worker + " ended by itself"));
        scene.fleet().stop().forEach(worker -> summary.violated(worker + " did not end as it should"));
        scene.recorder().observeRest();
    }

    private void observeUntilDone(Scene scene) throws IOException, InterruptedException {
        ErasureRecorder recorder = scene.recorder();
        int progressed = -1;
        long stalledAt = System.nanoTime();
        while (!recorder.isDone()) {
            recorder.ledgerDown(System.nanoTime() - ledgerTrustedAt < 0);
            recorder.observe();
            injectDue(scene);
            report(recorder.finished());
            if (recorder.progress() > progressed) {
                progressed = recorder.progress();
                stalledAt = System.nanoTime() + STALL_TIMEOUT.toNanos();
            } else if (System.nanoTime() - stalledAt > 0) {
                summary.violated("nothing was finished for " + STALL_TIMEOUT.toMinutes() + " minutes");
                return;
            }
        }
    }

    private void injectDue(Scene scene) throws IOException {
        while (!faults.isEmpty() && faults.peek().finished() <= scene.recorder().finished()) {
            inject(faults.remove(), scene);
        }
    }

    private void report(int finished) {
        int step = (int) ((long) finished * PROGRESS_STEPS / options.requests);
        if (step > reported) {
            reported = step;
            log(finished, "finished");
        }
    }

    private void log(int finished, String what) {
        progress.printf("%,d of %,d: %s%n", finished, options.requests, what);
        progress.flush();
    }

    private void inject(PlannedFault fault, Scene scene) throws IOException {
        summary.injected(fault.fault());
        int finished = scene.recorder().finished();
        switch (fault.fault()) {
            case KILL_WORKER -> {
                String killed = scene.fleet().kill(fault.worker());
                long held = scene.recorder().heldBy(killed);
                summary.heldAtKill(held);
                log(finished, killed + " killed, which held " + held);
            }
            case REPLACE_WORKER -> log(finished, scene.fleet().replace(fault.worker()) + " replaced");
            case RESTART_BROKER -> {
                log(finished, "restarting the broker");
                scene.broker().stop();
                scene.recorder().brokerDown();
                scene.broker().restart();
            }
            case RESTART_DATABASE -> {
                log(finished, "restarting the database");
                scene.recorder().ledgerDown(true);
                restart(scene.database());
                ledgerTrustedAt = System.nanoTime() + LEDGER_RECOVERY.toNanos();
            }
        }
    }

    private static void restart(@Nullable LedgerServer database) throws IOException {
        if (database == null) {
            throw new IllegalStateException(Fault.RESTART_DATABASE + " without a database");
        }
        database.restart();
    }
}
