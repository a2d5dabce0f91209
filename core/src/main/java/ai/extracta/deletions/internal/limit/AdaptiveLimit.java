package ai.extracta.deletions.internal.limit;

import java.util.Arrays;

/**
 * Additive increase, multiplicative decrease. It evaluates rounds of responses, so that a single slow one does not
 * count; docs/decisions/014 explains the numbers.
 */
final class AdaptiveLimit implements Limit {

    private static final double DECREASE = 0.8;
    private static final double CEILING_FACTOR = 0.9;
    private static final double SLOW_START_FACTOR = 1.5;

    /** Latency relative to the baseline below which the limit grows, and above which it shrinks. */
    private static final double GROW_BELOW = 1.05;

    private static final double SHRINK_ABOVE = 1.15;

    /** A round faster than this fraction of the baseline means that the baseline is out of date. */
    private static final double REMEASURE_BELOW = 0.8;

    /** A probe at a lower limit must be faster than this fraction of the previous one if that one still had a queue. */
    private static final double QUEUE_DRAINED_BELOW = 0.9;

    private static final int MIN_ROUND = 20;
    private static final int MAX_ROUND = 64;
    private static final int PROBE_ROUND = 128;
    private static final int ROUNDS_BETWEEN_PROBES = 200;

    /** Without throttling, before the ceiling is raised: few, until throttling has disproved several raises. */
    private static final int MIN_ROUNDS_BEFORE_RAISE = 5;

    private static final int MAX_ROUNDS_BEFORE_RAISE = 100;

    private final int min;
    private final int max;
    private final long[] round = new long[PROBE_ROUND];

    private double limit;
    private double ceiling;
    private double ceilingStep = 1;
    private int roundsBeforeRaise = MIN_ROUNDS_BEFORE_RAISE;

    /** How many calls were in flight when a raise last led to throttling, 0 if none has. */
    private int refusedRaise;

    private int generation;
    private int samples;
    private boolean limitReached;
    private boolean slowStart = true;
    private int roundsToProbe = ROUNDS_BETWEEN_PROBES;
    private int slowRounds;
    private int fastRounds;
    private int consecutiveDecreases;
    private int roundsWithoutThrottling;

    /** By which the limit is divided while probing; otherwise 1. */
    private int probeDivisor = 1;

    /** Of the previous round of this probe, 0 if there was none. */
    private double probedLatency;

    /** Without a queue, as far as known; 0 before the first round. */
    private double baselineLatency;

    AdaptiveLimit(int min, int max) {
        this.min = min;
        this.max = max;
        this.limit = min;
        this.ceiling = max;
    }

    @Override
    public int current() {
        return (int) Math.max(min, limit / probeDivisor);
    }

    @Override
    public boolean isAdaptive() {
        return true;
    }

    @Override
    public int onStart(int inFlight) {
        limitReached |= inFlight >= current();
        return generation;
    }

    /** Ignores samples of calls that started under an earlier limit: they must not change the limit twice. */
    @Override
    public void onSample(int startGeneration, long nanos, LimitSignal signal, int inFlight) {
        if (startGeneration != generation) {
            return;
        }
        switch (signal) {
            case SUCCESS -> onSuccess(Math.max(nanos, 1));
            case THROTTLED -> onThrottled(inFlight);
            case TIMED_OUT -> decreaseTo(limit * DECREASE);
            case IGNORED -> {}
        }
    }

    private void onSuccess(long nanos) {
        round[samples++] = nanos;
        if (samples < roundLength()) {
            return;
        }
        double latency = trimmedMean();
        boolean saturated = limitReached;
        beginRound();
        if (isProbing() || baselineLatency == 0) {
            updateBaseline(latency);
        } else {
            adjust(latency, saturated);
        }
    }

    /** The mean without the fastest and the slowest tenth: as robust as the median, but less noisy. */
    private double trimmedMean() {
        Arrays.sort(round, 0, samples);
        int tenth = samples / 10;
        return Arrays.stream(round, tenth, samples - tenth).average().orElseThrow();
    }

    private int roundLength() {
        return isProbing() ? PROBE_ROUND : Math.min(MAX_ROUND, Math.max(MIN_ROUND, 2 * current()));
    }

    /** A slower round may still have had a queue: probes lower limits until that no longer reduces the latency. */
    private void updateBaseline(double latency) {
        boolean mayBeQueueing = latency > baselineLatency * SHRINK_ABOVE
                && (probedLatency == 0 || latency < probedLatency * QUEUE_DRAINED_BELOW);
        if (isProbing() && mayBeQueueing && current() > min) {
            probedLatency = latency;
            probe(probeDivisor * 2);
            return;
        }
        baselineLatency = latency;
        fastRounds = 0;
        roundsToProbe = ROUNDS_BETWEEN_PROBES;
        endProbe();
    }

    private boolean isProbing() {
        return probeDivisor > 1;
    }

    private void endProbe() {
        probedLatency = 0;
        if (isProbing()) {
            probeDivisor = 1;
            generation++;
        }
    }

    private void adjust(double latency, boolean saturated) {
        if (latency > baselineLatency * SHRINK_ABOVE) {
            onSlowRound(latency);
            return;
        }
        slowRounds = 0;
        consecutiveDecreases = 0;
        fastRounds = latency < baselineLatency * REMEASURE_BELOW ? fastRounds + 1 : 0;
        roundsToProbe = fastRounds > 1 ? 0 : roundsToProbe - 1;
        if (!saturated) {
            return;
        }
        raiseCeiling();
        if (roundsToProbe <= 0) {
            probe(2);
        } else if (latency < baselineLatency * GROW_BELOW) {
            increase();
        }
    }

    /** Two slow rounds, not one; and if decreasing does not help, the server may simply have become slower. */
    private void onSlowRound(double latency) {
        slowRounds++;
        fastRounds = 0;
        if (slowRounds > 1) {
            slowRounds = 0;
            consecutiveDecreases++;
            decreaseTo(limit * Math.max(0.5, baselineLatency / latency));
            if (consecutiveDecreases > 1) {
                probe(2);
            }
        }
    }

    private void increase() {
        double next = Math.min(slowStart ? limit * SLOW_START_FACTOR + 0.5 : limit + Math.max(1, limit / 20), ceiling);
        if (next > limit) {
            limit = next;
            generation++;
        }
    }

    private void onThrottled(int inFlight) {
        if (inFlight < refusedRaise / 2) {
            roundsBeforeRaise = MIN_ROUNDS_BEFORE_RAISE;
        } else if (ceilingStep > 1) {
            roundsBeforeRaise = Math.min(2 * roundsBeforeRaise, MAX_ROUNDS_BEFORE_RAISE);
            refusedRaise = inFlight;
        }
        ceiling = Math.max(min, inFlight * CEILING_FACTOR);
        ceilingStep = 1;
        roundsWithoutThrottling = 0;
        decreaseTo(Math.min(limit, inFlight) * DECREASE);
    }

    /** The server's capacity may have grown, or others use less of it: raises the ceiling, by ever larger steps. */
    private void raiseCeiling() {
        if (++roundsWithoutThrottling >= roundsBeforeRaise && ceiling < max) {
            roundsWithoutThrottling = 0;
            ceiling = Math.min(max, ceiling + ceilingStep);
            ceilingStep *= 2;
        }
    }

    private void decreaseTo(double lower) {
        if (slowStart) {
            slowStart = false;
            roundsToProbe = 0;
        }
        endProbe();
        limit = Math.max(min, lower);
        generation++;
        beginRound();
    }

    /** Uses a fraction of the limit for a round, so that any queue drains and the server's own latency is measured. */
    private void probe(int divisor) {
        probeDivisor = divisor;
        consecutiveDecreases = 0;
        generation++;
        beginRound();
    }

    private void beginRound() {
        samples = 0;
        limitReached = false;
    }
}
