package ai.extracta.deletions.internal;

import java.util.Arrays;

/**
 * Additive increase, multiplicative decrease. It judges rounds of answers, so that one slow answer is nothing and many
 * are something; docs/decisions/021 explains the numbers.
 */
final class AdaptiveLimit implements Limit {

    private static final double DECREASE = 0.8;
    private static final double KEPT_BELOW_REFUSAL = 0.9;
    private static final double STARTING_UP = 1.5;

    /** How much slower than without a queue a round may be for one more to be let in, and from where on it is too slow. */
    private static final double STILL_QUICK = 1.05;

    private static final double TOO_SLOW = 1.15;

    /** A round below this part of the quickest known means that the latter is out of date. */
    private static final double QUICKER_THAN_KNOWN = 0.8;

    /** Of two probes, the lower must be quicker than this part of the other for a queue to have been the reason. */
    private static final double STILL_QUEUED = 0.9;

    private static final int SHORTEST_ROUND = 20;
    private static final int LONGEST_ROUND = 64;
    private static final int PROBING_ROUND = 128;
    private static final int ROUNDS_BETWEEN_PROBES = 200;
    private static final int QUIET_ROUNDS = 100;

    private final int min;
    private final int max;
    private final long[] round = new long[PROBING_ROUND];

    private double limit;
    private double ceiling;
    private double ceilingStep = 1;
    private int setting;
    private int answers;
    private boolean wasReached;
    private boolean startingUp = true;
    private int roundsToProbe = ROUNDS_BETWEEN_PROBES;
    private int slowRounds;
    private int quickRounds;
    private int decreasesInARow;
    private int quietRounds;

    /** While probing, which part of the limit is used; otherwise 1. */
    private int probingPart = 1;

    /** What the probe found so far, 0 if nothing. */
    private double probed;

    /** How long an answer usually takes without a queue, as far as known; 0 before the first round. */
    private double quickest;

    AdaptiveLimit(int min, int max) {
        this.min = min;
        this.max = max;
        this.limit = min;
        this.ceiling = max;
    }

    @Override
    public int current() {
        return (int) Math.max(min, limit / probingPart);
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public int started(int running) {
        wasReached |= running >= current();
        return setting;
    }

    /** What began under another setting says nothing about this one, and must not be counted against it twice. */
    @Override
    public void ended(int startedUnder, long nanos, Load load, int running) {
        if (startedUnder != setting) {
            return;
        }
        switch (load) {
            case BORNE -> borne(Math.max(nanos, 1));
            case REFUSED -> refused(running);
            case TIMED_OUT -> decreaseTo(limit * DECREASE);
            case UNKNOWN -> {}
        }
    }

    private void borne(long nanos) {
        round[answers++] = nanos;
        if (answers < roundLength()) {
            return;
        }
        double usual = usual();
        boolean isFull = wasReached;
        beginRound();
        if (isProbing() || quickest == 0) {
            learn(usual);
        } else {
            judge(usual, isFull);
        }
    }

    /** The mean without the quickest and the slowest tenth: deaf to the odd one as a median is, but steadier. */
    private double usual() {
        Arrays.sort(round, 0, answers);
        int tenth = answers / 10;
        return Arrays.stream(round, tenth, answers - tenth).average().orElseThrow();
    }

    private int roundLength() {
        return isProbing() ? PROBING_ROUND : Math.min(LONGEST_ROUND, Math.max(SHORTEST_ROUND, 2 * current()));
    }

    /** What is slower than known may still have had a queue: looks further down until that does not help any more. */
    private void learn(double usual) {
        boolean mayBeQueue = usual > quickest * TOO_SLOW && (probed == 0 || usual < probed * STILL_QUEUED);
        if (isProbing() && mayBeQueue && current() > min) {
            probed = usual;
            probe(probingPart * 2);
            return;
        }
        quickest = usual;
        quickRounds = 0;
        roundsToProbe = ROUNDS_BETWEEN_PROBES;
        endProbe();
    }

    private boolean isProbing() {
        return probingPart > 1;
    }

    private void endProbe() {
        probed = 0;
        if (isProbing()) {
            probingPart = 1;
            setting++;
        }
    }

    private void judge(double usual, boolean isFull) {
        if (usual > quickest * TOO_SLOW) {
            tooSlow(usual);
            return;
        }
        slowRounds = 0;
        decreasesInARow = 0;
        quickRounds = usual < quickest * QUICKER_THAN_KNOWN ? quickRounds + 1 : 0;
        roundsToProbe = quickRounds > 1 ? 0 : roundsToProbe - 1;
        if (!isFull) {
            return;
        }
        raiseCeiling();
        if (roundsToProbe <= 0) {
            probe(2);
        } else if (usual < quickest * STILL_QUICK) {
            increase();
        }
    }

    /** Two slow rounds, not one; and if decreasing does not help, the server may simply have become slower. */
    private void tooSlow(double usual) {
        slowRounds++;
        quickRounds = 0;
        if (slowRounds > 1) {
            slowRounds = 0;
            decreasesInARow++;
            decreaseTo(limit * Math.max(0.5, quickest / usual));
            if (decreasesInARow > 1) {
                probe(2);
            }
        }
    }

    private void increase() {
        double next = Math.min(startingUp ? limit * STARTING_UP + 0.5 : limit + Math.max(1, limit / 20), ceiling);
        if (next > limit) {
            limit = next;
            setting++;
        }
    }

    private void refused(int running) {
        ceiling = Math.max(min, running * KEPT_BELOW_REFUSAL);
        ceilingStep = 1;
        quietRounds = 0;
        decreaseTo(Math.min(limit, running) * DECREASE);
    }

    /** The server may have grown: looks, ever more boldly, but not often. */
    private void raiseCeiling() {
        if (++quietRounds >= QUIET_ROUNDS && ceiling < max) {
            quietRounds = 0;
            ceiling = Math.min(max, ceiling + ceilingStep);
            ceilingStep *= 2;
        }
    }

    private void decreaseTo(double lower) {
        if (startingUp) {
            startingUp = false;
            roundsToProbe = 0;
        }
        endProbe();
        limit = Math.max(min, lower);
        setting++;
        beginRound();
    }

    /** A part of the limit for a round: whatever queue there is drains, and what is measured is the server itself. */
    private void probe(int part) {
        probingPart = part;
        decreasesInARow = 0;
        setting++;
        beginRound();
    }

    private void beginRound() {
        answers = 0;
        wasReached = false;
    }
}
