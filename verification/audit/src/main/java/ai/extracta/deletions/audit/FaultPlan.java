package ai.extracta.deletions.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is done to the workers and to what they depend on, in the order of time.
 *
 * @param faults the same for the same seed
 */
record FaultPlan(List<PlannedFault> faults) {

    /** What is done. */
    enum Fault {
        /** SIGKILL; another worker is started. */
        KILL_WORKER,
        /** Stopped as a deployment would; another worker is started at once. */
        REPLACE_WORKER,
        /** Stopped as a deployment would, and started again. */
        RESTART_BROKER,
        /** Likewise. */
        RESTART_DATABASE
    }

    /**
     * One fault.
     *
     * @param finished how many messages are finished before
     * @param worker which of the workers, if it is done to one
     */
    record PlannedFault(int finished, Fault fault, int worker) {}

    static FaultPlan of(WorkerAuditOptions options, WorkerLedger ledger, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PlannedFault> faults = new ArrayList<>();
        add(faults, Fault.KILL_WORKER, options.kills, options, random);
        add(faults, Fault.REPLACE_WORKER, (options.kills + 1) / 2, options, random);
        add(faults, Fault.RESTART_BROKER, options.restarts, options, random);
        add(faults, Fault.RESTART_DATABASE, ledger == WorkerLedger.R2DBC ? options.restarts : 0, options, random);
        faults.sort(Comparator.comparingInt(PlannedFault::finished));
        return new FaultPlan(List.copyOf(faults));
    }

    /** Before the last tenth, in which the workers may hold everything that is left. */
    private static void add(
            List<PlannedFault> faults, Fault fault, int count, WorkerAuditOptions options, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            int finished = options.requests / 50 + random.nextInt(Math.max(1, (int) (options.requests * 0.88)));
            faults.add(new PlannedFault(finished, fault, random.nextInt(options.workers)));
        }
    }
}
