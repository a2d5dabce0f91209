package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.KillTally.Moment;
import ai.extracta.deletions.audit.RunEnd.Sent;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ReceivedRequest;
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

/** One job on a simulator of its own: killed, started again, and let finish when there were kills enough. */
final class KillRound {

    private static final List<Moment> MOMENTS = List.of(Moment.values());
    private static final Pattern SENDER = Pattern.compile(KillJob.USER_AGENT + "([0-9]+)");

    private static final Duration LONGEST_FAULT = Duration.ofMillis(300);
    private static final int ASKINGS_BEFORE_RECOVERY = 4;
    private static final int LONGEST_START_MILLIS = 1_500;
    private static final int MOST_REQUESTS = 100;
    private static final int LONGEST_PAUSE_MICROS = 20_000;

    /** A run that says that something is still not certain is started again, as its user would. */
    private static final int MOST_UNKILLED_RUNS = 5;

    /** What the operating system says of a process that ended by SIGKILL: 128 and the signal's number. */
    private static final int KILLED = 128 + 9;

    /** Far more than a run needs: one that takes longer hangs. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String transport;
    private final KillPlan plan;
    private final long seed;
    private final Path folder;
    private final KillTally tally;
    private final SplittableRandom random;
    private final KillChecks checks;
    private int run;
    private int unkilled;

    KillRound(String transport, long seed, Path folder, KillTally tally) {
        this.transport = transport;
        this.plan = KillPlan.of(seed);
        this.seed = seed;
        this.folder = folder;
        this.tally = tally;
        this.random = new SplittableRandom(seed);
        this.checks = new KillChecks(plan);
    }

    /** Returns when the job has ended by itself, after so many kills at most. */
    void play(int kills) throws IOException, InterruptedException {
        Files.write(requestsFile(), plan.requests().stream().map(Units::json).toList());
        ExtractaSimulator simulator = ExtractaSimulator.start();
        try (simulator) {
            plan.trees().forEach(simulator::add);
            simulator.answerBy(Chaos.seeded(seed).within(LONGEST_FAULT).recoveringAfter(ASKINGS_BEFORE_RECOVERY));
            int enough = tally.kills() + kills;
            boolean goesOn = true;
            while (goesOn) {
                goesOn = runOnce(simulator, tally.kills() < enough);
            }
        }
        RunEnd last = look(simulator);
        checks.atTheEnd(last);
        tally.finished(plan.requests().size(), run, last.sent().size(), checks.violations());
    }

    /** Returns whether the job has to be started again. */
    private boolean runOnce(ExtractaSimulator simulator, boolean toBeKilled) throws IOException, InterruptedException {
        run++;
        Process job = start(simulator);
        Moment moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        if (toBeKilled) {
            awaitMoment(moment, job, simulator);
            job.destroyForcibly();
        }
        if (!job.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            job.destroyForcibly().waitFor();
            checks.violated("run " + run + " hangs");
            return false;
        }
        RunEnd end = look(simulator);
        checks.afterARun(end);
        if (job.exitValue() == KILLED && toBeKilled) {
            tally.killed(moment, end.in(State.BEGUN).size(), end.in(State.GONE).size());
            return true;
        }
        return hasMoreToDo(job.exitValue());
    }

    private boolean hasMoreToDo(int exitValue) throws IOException {
        unkilled++;
        if (exitValue == KillJob.NOT_ALL_GONE && unkilled < MOST_UNKILLED_RUNS) {
            return true;
        }
        if (exitValue != KillJob.ALL_GONE) {
            checks.violated("run " + run + " ended by itself with " + exitValue + ": " + Files.readString(logFile()));
        }
        return false;
    }

    private void awaitMoment(Moment moment, Process job, ExtractaSimulator simulator) throws InterruptedException {
        int before = simulator.requests().size();
        switch (moment) {
            case STARTING -> job.waitFor(random.nextInt(LONGEST_START_MILLIS), TimeUnit.MILLISECONDS);
            case FIRST_CALL -> awaitRequests(before + 1, job, simulator);
            case MIDWAY -> awaitRequests(before + 2 + random.nextInt(MOST_REQUESTS), job, simulator);
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MICROS)));
    }

    private static void awaitRequests(int count, Process job, ExtractaSimulator simulator) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (simulator.requests().size() < count && System.nanoTime() < end) {
            if (job.waitFor(1, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private Process start(ExtractaSimulator simulator) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it does not live long enough for more
                "-cp",
                System.getProperty("java.class.path"),
                KillJob.class.getName(),
                transport,
                simulator.baseUri().toString(),
                String.valueOf(run),
                requestsFile().toString(),
                ledgerFile().toString(),
                resultsFile().toString());
        builder.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        return builder.redirectErrorStream(true)
                .redirectOutput(logFile().toFile())
                .start();
    }

    private RunEnd look(ExtractaSimulator simulator) throws IOException {
        return new RunEnd(
                run,
                RunEnd.ledgerIn(ledgerFile()),
                KillResult.in(resultsFile()),
                simulator.requests().stream().map(KillRound::sent).toList(),
                Units.in(simulator.classifications()));
    }

    private static Sent sent(ReceivedRequest request) {
        Matcher sender = SENDER.matcher(request.header("user-agent").orElse(""));
        if (!sender.find()) {
            throw new IllegalStateException("nobody knows who sent " + request);
        }
        return new Sent(Integer.parseInt(sender.group(1)), Units.requestIn(request.body()));
    }

    private Path requestsFile() {
        return folder.resolve("requests.jsonl");
    }

    private Path ledgerFile() {
        return folder.resolve("job.ledger");
    }

    private Path resultsFile() {
        return folder.resolve("results-" + run + ".txt");
    }

    private Path logFile() {
        return folder.resolve("run-" + run + ".log");
    }
}
