package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.CrashTestSummary.KillPoint;
import ai.extracta.deletions.audit.RunSnapshot.SentRequest;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ReceivedRequest;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One job on a new simulator: killed and restarted several times, then left to finish. */
final class CrashTestRound {

    private static final List<KillPoint> KILL_POINTS = List.of(KillPoint.values());
    private static final Pattern RUN_NUMBER = Pattern.compile(CrashTestJob.USER_AGENT + "([0-9]+)");

    private static final Duration MAX_FAULT_DELAY = Duration.ofMillis(300);
    private static final int REQUESTS_BEFORE_RECOVERY = 4;
    private static final int MAX_START_MILLIS = 1_500;
    private static final int MAX_REQUESTS = 100;
    private static final int MAX_PAUSE_MICROS = 20_000;

    /** A run that could not delete everything is restarted, as a user would do. */
    private static final int MAX_UNKILLED_RUNS = 5;

    /** The exit value of a process that was ended by SIGKILL: 128 plus the number of the signal. */
    private static final int SIGKILL_STATUS = 128 + 9;

    /** Far more than a run needs. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String transport;
    private final CrashTestPlan plan;
    private final long seed;
    private final Path folder;
    private final TestedLedger ledger;
    private final CrashTestSummary summary;
    private final SplittableRandom random;
    private final CrashInvariants invariants;
    private int run;
    private int unkilledRuns;

    CrashTestRound(String transport, long seed, Path folder, TestedLedger ledger, CrashTestSummary summary) {
        this.transport = transport;
        this.plan = CrashTestPlan.of(seed);
        this.seed = seed;
        this.folder = folder;
        this.ledger = ledger;
        this.summary = summary;
        this.random = new SplittableRandom(seed);
        this.invariants = new CrashInvariants(plan);
    }

    /** Returns when the job has ended after at most this many kills. */
    void run(int kills) throws IOException, InterruptedException {
        Files.write(
                requestsFile(),
                plan.requests().stream().map(AtomicDeletions::json).toList());
        ExtractaSimulator simulator = ExtractaSimulator.start();
        try (simulator) {
            plan.trees().forEach(simulator::add);
            simulator.answerBy(
                    Chaos.seeded(seed).withMaxDelay(MAX_FAULT_DELAY).recoveringAfter(REQUESTS_BEFORE_RECOVERY));
            int maxKills = summary.kills() + kills;
            boolean needsRun = true;
            while (needsRun) {
                needsRun = runOnce(simulator, summary.kills() < maxKills);
            }
        }
        RunSnapshot last = snapshot(simulator);
        invariants.checkFinalState(last);
        summary.finished(plan.requests().size(), run, last.sent().size(), invariants.violations());
    }

    /** Returns whether the job has to be restarted. */
    private boolean runOnce(ExtractaSimulator simulator, boolean kill) throws IOException, InterruptedException {
        run++;
        Process job = start(simulator);
        KillPoint killPoint = KILL_POINTS.get(random.nextInt(KILL_POINTS.size()));
        if (kill) {
            awaitKillPoint(killPoint, job, simulator);
            job.destroyForcibly();
        }
        if (!job.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            job.destroyForcibly().waitFor();
            invariants.violated("run " + run + " hangs");
            return false;
        }
        RunSnapshot snapshot = snapshot(simulator);
        invariants.checkRun(snapshot);
        if (job.exitValue() == SIGKILL_STATUS && kill) {
            summary.killed(
                    killPoint,
                    snapshot.inState(State.STARTED).size(),
                    snapshot.inState(State.DELETED).size());
            return true;
        }
        return needsAnotherRun(job.exitValue());
    }

    private boolean needsAnotherRun(int exitValue) throws IOException {
        unkilledRuns++;
        if (exitValue == CrashTestJob.NOT_ALL_DELETED && unkilledRuns < MAX_UNKILLED_RUNS) {
            return true;
        }
        if (exitValue != CrashTestJob.ALL_DELETED) {
            invariants.violated(
                    "run " + run + " ended with exit code " + exitValue + ": " + Files.readString(logFile()));
        }
        return false;
    }

    private void awaitKillPoint(KillPoint killPoint, Process job, ExtractaSimulator simulator)
            throws InterruptedException {
        int before = simulator.requests().size();
        switch (killPoint) {
            case STARTING -> job.waitFor(random.nextInt(MAX_START_MILLIS), TimeUnit.MILLISECONDS);
            case FIRST_CALL -> awaitRequests(before + 1, job, simulator);
            case MIDWAY -> awaitRequests(before + 2 + random.nextInt(MAX_REQUESTS), job, simulator);
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MAX_PAUSE_MICROS)));
    }

    private static void awaitRequests(int count, Process job, ExtractaSimulator simulator) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (simulator.requests().size() < count && System.nanoTime() < end) {
            if (job.waitFor(1, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private Process start(ExtractaSimulator simulator) throws IOException {
        ProcessBuilder builder = JavaCommand.of(
                List.of("-XX:TieredStopAtLevel=1"), // C2 does not pay off in such a short run
                CrashTestJob.class,
                transport,
                simulator.baseUri().toString(),
                String.valueOf(run),
                requestsFile().toString(),
                ledger.location(),
                resultsFile().toString());
        builder.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        return builder.redirectErrorStream(true)
                .redirectOutput(logFile().toFile())
                .start();
    }

    private RunSnapshot snapshot(ExtractaSimulator simulator) throws IOException {
        return new RunSnapshot(
                run,
                ledger.states(),
                CrashTestResult.read(resultsFile()),
                simulator.requests().stream().map(CrashTestRound::sent).toList(),
                AtomicDeletions.in(simulator.classifications()));
    }

    private static SentRequest sent(ReceivedRequest request) {
        Matcher userAgent = RUN_NUMBER.matcher(request.header("user-agent").orElse(""));
        if (!userAgent.find()) {
            throw new IllegalStateException("no run has sent " + request);
        }
        return new SentRequest(Integer.parseInt(userAgent.group(1)), AtomicDeletions.parse(request.body()));
    }

    private Path requestsFile() {
        return folder.resolve("requests.jsonl");
    }

    private Path resultsFile() {
        return folder.resolve("results-" + run + ".txt");
    }

    private Path logFile() {
        return folder.resolve("run-" + run + ".log");
    }
}
