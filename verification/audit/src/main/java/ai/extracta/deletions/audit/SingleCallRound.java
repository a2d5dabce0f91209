package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.transport.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Some thousand single calls on a new simulator, one for each target. */
final class SingleCallRound {

    /** More callers than permits (64 in all), and more permits than connections: callers wait for both. */
    private static final int CALLERS = 80;

    private static final int PATIENT_SLOTS = 60;
    private static final int HURRIED_SLOTS = 4;
    private static final int HURRIED_MAX_WAITING = 2;
    static final int CONNECTIONS = 48;

    /** Responses may arrive after the attempt's deadline, but the server recovers before the attempts are used up. */
    private static final Duration MAX_FAULT_DELAY = Duration.ofMillis(1200);

    private static final int REQUESTS_BEFORE_RECOVERY = 4;

    private static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(1);
    private static final Duration HURRIED_DEADLINE = Duration.ofMillis(50);
    private static final int PERCENT_HURRIED = 10;
    private static final int PERCENT_CANCELLED = 20;
    private static final double MIN_CANCEL_DELAY_NANOS = 200_000;
    private static final double MAX_CANCEL_DELAY_NANOS = 400_000_000;

    /** More than the deadline of a patient call. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpTransport transport;
    private final Function<ExtractaSimulator, EntryPoint> entryPoints;
    private final AuditedRetryPolicy policy;
    private final long seed;
    private final int number;
    private final Semaphore permits = new Semaphore(CALLERS);
    private final ScheduledThreadPoolExecutor canceller = new ScheduledThreadPoolExecutor(1);

    SingleCallRound(
            HttpTransport transport,
            Function<ExtractaSimulator, EntryPoint> entryPoints,
            AuditedRetryPolicy policy,
            long seed,
            int number) {
        this.transport = new RecordingTransport(transport);
        this.entryPoints = entryPoints;
        this.policy = policy;
        this.seed = seed;
        this.number = number;
    }

    /** Returns when every call has ended and the simulator is closed. */
    void run(int deletions, AuditSummary summary) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(31 * seed + number);
        List<DeletionTarget> targets = new ArrayList<>(deletions);
        for (int i = 1; i <= deletions; i++) {
            targets.add(DeletionTarget.of("cls-" + number + "-" + i, random));
        }
        ExtractaSimulator simulator = ExtractaSimulator.start();
        List<AuditedCall> calls;
        try (simulator) {
            targets.forEach(target -> simulator.add(target.tree()));
            simulator.answerBy(
                    Chaos.seeded(seed).withMaxDelay(MAX_FAULT_DELAY).recoveringAfter(REQUESTS_BEFORE_RECOVERY));
            try (EntryPoint entryPoint = entryPoints.apply(simulator)) {
                calls = runCalls(simulator.apiKey(), entryPoint, targets, random);
                summary.countFaults(entryPoint.faults());
            }
        } finally {
            canceller.shutdownNow();
        }
        summary.add(calls, ServerLog.of(simulator));
    }

    private List<AuditedCall> runCalls(
            String apiKey, EntryPoint entryPoint, List<DeletionTarget> targets, SplittableRandom random)
            throws InterruptedException {
        List<AuditedCall> calls = new ArrayList<>(targets.size());
        try (ClassificationDeletions patient =
                        client(apiKey, entryPoint, PATIENT_SLOTS).build();
                ClassificationDeletions hurried = client(apiKey, entryPoint, HURRIED_SLOTS)
                        .deadline(HURRIED_DEADLINE)
                        .attemptDeadline(HURRIED_DEADLINE)
                        .maxWaiting(HURRIED_MAX_WAITING)
                        .build()) {
            for (DeletionTarget target : targets) {
                if (!permits.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                    break; // calls that never ended are reported as violations
                }
                boolean isHurried = random.nextInt(100) < PERCENT_HURRIED;
                calls.add(startCall(target, isHurried ? hurried : patient, isHurried, random));
            }
            boolean ignored = permits.tryAcquire(CALLERS, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return calls;
        }
    }

    private ClassificationDeletions.Builder client(String apiKey, EntryPoint entryPoint, int slots) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(apiKey))
                .baseUri(entryPoint.baseUri())
                .transport(transport)
                .retryPolicy(policy.toRetryPolicy())
                .attemptDeadline(ATTEMPT_DEADLINE)
                .maxInFlight(slots);
    }

    private AuditedCall startCall(
            DeletionTarget target, ClassificationDeletions client, boolean isHurried, SplittableRandom random) {
        boolean isCancelled = random.nextInt(100) < PERCENT_CANCELLED;
        AuditedCall call = new AuditedCall(target, !isHurried && !isCancelled, permits::release);
        client.delete(target.request()).subscribe(call);
        if (isCancelled) {
            Future<?> ignored = canceller.schedule(call::cancelNow, cancelDelayNanos(random), TimeUnit.NANOSECONDS);
        }
        return call;
    }

    /** Log-uniform, since the phases of a call last from a fraction of a millisecond to hundreds of them. */
    private static long cancelDelayNanos(SplittableRandom random) {
        return (long) (MIN_CANCEL_DELAY_NANOS
                * Math.pow(MAX_CANCEL_DELAY_NANOS / MIN_CANCEL_DELAY_NANOS, random.nextDouble()));
    }
}
