package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a broker, the simulator of the API and three workers, sends requests, kills a worker when a third of them is
 * finished, starts another one, and compares what the workers wrote with what was deleted.
 */
public final class ErasureWorkers {

    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final List<String> OUTCOMES =
            List.of("DELETED", "ALREADY_ABSENT", "SUBSUMED", "ALREADY_DELETED", "REFUSED", "NOT_CERTAIN", "UNREADABLE");

    private final PrintStream output;

    private ErasureWorkers(PrintStream output) {
        this.output = output;
    }

    /**
     * Runs the program; the exit code is 1 if there is a violation.
     *
     * @param arguments the number of requests, 100,000 if there is none
     */
    public static void main(String[] arguments) {
        int requests = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
        System.exit(run(requests, System.out) == 0 ? 0 : 1);
    }

    /** Returns the number of violations. */
    static int run(int requests, PrintStream output) {
        try (KafkaBroker broker = KafkaBroker.start();
                ExtractaSimulator simulator = ExtractaSimulator.start()) {
            return new ErasureWorkers(output).run(requests, broker, simulator);
        }
    }

    private int run(int requests, KafkaBroker broker, ExtractaSimulator simulator) {
        Topics.create(broker);
        Workload workload = new Workload(simulator, requests);
        List<WorkerProcess> workers = new ArrayList<>();
        for (String name : List.of("worker-1", "worker-2", "worker-3")) {
            workers.add(WorkerProcess.start(name, broker.bootstrapServers(), simulator));
        }
        output.printf("broker at %s, simulator at %s, 3 workers%n", broker.bootstrapServers(), simulator.baseUri());
        long start = System.nanoTime();
        workload.send(broker.bootstrapServers());
        try (Outcomes outcomes = new Outcomes(broker.bootstrapServers())) {
            await(outcomes, workload.size() / 3);
            output.printf("%,d finished: killing worker-1, starting worker-4%n", outcomes.finished());
            workers.remove(0).kill();
            workers.add(WorkerProcess.start("worker-4", broker.bootstrapServers(), simulator));
            await(outcomes, workload.size());
            double seconds = (System.nanoTime() - start) / 1e9;
            long redelivered = workers.stream().mapToLong(WorkerProcess::stop).sum();
            output.printf("%,d finished after %.0f s%n%n", outcomes.finished(), seconds);
            printTable(outcomes, redelivered);
            return printViolations(workload, outcomes, simulator);
        }
    }

    private static void await(Outcomes outcomes, int count) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (outcomes.finished() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("only " + outcomes.finished() + " of " + count + " requests finished");
            }
            outcomes.poll();
        }
    }

    private void printTable(Outcomes outcomes, long redelivered) {
        output.printf("%-16s", "");
        outcomes.byWorker().keySet().forEach(worker -> output.printf("%12s", worker));
        output.println();
        for (String outcome : OUTCOMES) {
            output.printf("%-16s", outcome);
            for (Map<String, Integer> counts : outcomes.byWorker().values()) {
                output.printf("%,12d", counts.getOrDefault(outcome, 0));
            }
            output.println();
        }
        output.printf(
                "%nrequests received again: %,d; results written again: %,d%n",
                redelivered, outcomes.repeatedResults());
    }

    private int printViolations(Workload workload, Outcomes outcomes, ExtractaSimulator simulator) {
        List<String> violations = Violations.of(workload, outcomes, simulator);
        violations.forEach(output::println);
        output.println("violations: " + violations.size());
        return violations.size();
    }
}
