package ai.extracta.deletions.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Random but reproducible faults: what happens to a request depends on the seed, on its target and body and on how
 * often the same request was received, not on threads and time. Immutable: every method that changes something returns
 * another chaos. For {@link ExtractaSimulator#answerBy(Chaos)}.
 *
 * <p>It confirms only what is deleted, and refuses only what it did not delete. All other responses leave open what
 * happened.
 *
 * @since 0.1.0
 */
public final class Chaos {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * What can go wrong with a request.
     *
     * @since 0.1.0
     */
    public enum Fault {
        /** Nothing: deletes and responds as documented. */
        NONE(60),
        /** Deletes immediately and responds late. */
        LATE_RESPONSE(2),
        /** Deletes late, even if the client has disconnected by then, and responds after that. */
        LATE_DELETION(2),
        /** Deletes nothing and responds with 429, half of the time with {@code retry-after: 1}. */
        RATE_LIMIT(4),
        /** Deletes nothing and responds with 500, 502, 503 or 504. */
        ERROR(4),
        /** Deletes and responds with 500, 502, 503 or 504. */
        ERROR_AFTER_DELETING(4),
        /**
         * Resets the connection as soon as data arrives, without reading it; such a request is not recorded. Depends on
         * the number of the connection and of its earlier requests instead of on the request.
         */
        RESET_UNREAD(2),
        /** Deletes, then ends the connection without a response. */
        CUT_BEFORE_HEAD(3),
        /** Deletes, then ends the connection within the head of the response. */
        CUT_IN_HEAD(3),
        /** Deletes, then ends the connection within the body of the response. */
        CUT_IN_BODY(3),
        /** Deletes and responds in small pieces with pauses between them. */
        DRIP(1),
        /** Deletes and responds as documented, followed by 2 MiB of blanks. */
        OVERSIZED(1),
        /** Deletes or not, and responds with malformed or truncated HTTP. */
        GARBLED(3),
        /** Deletes or not, and responds with something that neither confirms nor refuses. */
        CONTRADICTORY(3),
        /** Deletes and responds as documented, then closes the connection unannounced, immediately or soon after. */
        HANG_UP(4);

        private final int defaultWeight;

        Fault(int defaultWeight) {
            this.defaultWeight = defaultWeight;
        }
    }

    private final long seed;
    private final Map<Fault, Integer> weights;
    private final int totalWeight;
    private final Duration maxDelay;
    private final int requestsBeforeRecovery;

    private Chaos(long seed, Map<Fault, Integer> weights, Duration maxDelay, int requestsBeforeRecovery) {
        this.seed = seed;
        this.weights = weights;
        this.totalWeight = weights.values().stream().mapToInt(Integer::intValue).sum();
        this.maxDelay = maxDelay;
        this.requestsBeforeRecovery = requestsBeforeRecovery;
    }

    /**
     * Returns the default mixture: six in ten requests are handled as documented, every fault occurs, and the server
     * never recovers.
     *
     * @param seed any number; the same one leads to the same faults
     * @return the chaos
     */
    public static Chaos seeded(long seed) {
        Map<Fault, Integer> defaultWeights = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            defaultWeights.put(fault, fault.defaultWeight);
        }
        return new Chaos(seed, defaultWeights, Duration.ofMillis(100), Integer.MAX_VALUE);
    }

    /**
     * Sets how often each fault happens.
     *
     * @param weights the share of each fault in the sum of all; a fault that is left out never happens
     * @return a changed copy
     * @throws IllegalArgumentException if a weight is negative, or none is more than zero
     */
    public Chaos withWeights(Map<Fault, Integer> weights) {
        Map<Fault, Integer> copy = new EnumMap<>(Fault.class);
        weights.forEach((fault, weight) -> copy.put(fault, requireNonNegative(fault, weight)));
        if (copy.values().stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("no fault has a weight; for none at all, give NONE one");
        }
        return new Chaos(seed, copy, maxDelay, requestsBeforeRecovery);
    }

    /**
     * Sets the maximum delay of a late or dripping response, 100 milliseconds by default; each is delayed randomly.
     *
     * @param maxDelay not negative
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Chaos withMaxDelay(Duration maxDelay) {
        if (maxDelay.isNegative()) {
            throw new IllegalArgumentException("the maximum delay is negative: " + maxDelay);
        }
        return new Chaos(seed, weights, maxDelay, requestsBeforeRecovery);
    }

    /**
     * Lets the server recover: after that many occurrences the same request is handled as documented. Those that were
     * {@linkplain Fault#RESET_UNREAD reset unread} do not count, and continue.
     *
     * @param requests the number of occurrences before, 0 or more
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Chaos recoveringAfter(int requests) {
        if (requests < 0) {
            throw new IllegalArgumentException("recoveringAfter is " + requests + "; it must not be negative");
        }
        return new Chaos(seed, weights, maxDelay, requests);
    }

    /** The answer to the n-th occurrence of a request. */
    Answer answer(ReceivedRequest request, int occurrence) {
        if (occurrence > requestsBeforeRecovery) {
            return Answer.documented();
        }
        SplittableRandom random = new SplittableRandom((seed * FNV_PRIME ^ identity(request)) * FNV_PRIME + occurrence);
        return ChaosResponses.of(pick(random), random, maxDelay);
    }

    /** Whether to reset a connection instead of reading its next request. */
    boolean resetsUnread(int connection, int requestsBefore) {
        SplittableRandom random = new SplittableRandom((seed * FNV_PRIME + connection) * FNV_PRIME + requestsBefore);
        return random.nextInt(totalWeight) < weightOf(Fault.RESET_UNREAD);
    }

    /** A hash of target and body (FNV-1a). */
    static long identity(ReceivedRequest request) {
        long hash = FNV_OFFSET;
        for (byte octet : request.target().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet) * FNV_PRIME;
        }
        for (byte octet : request.bytes()) {
            hash = (hash ^ octet) * FNV_PRIME;
        }
        return hash;
    }

    /** A request that was read can no longer be reset unread. */
    private Fault pick(SplittableRandom random) {
        int remaining = random.nextInt(Math.max(1, totalWeight - weightOf(Fault.RESET_UNREAD)));
        for (Fault fault : Fault.values()) {
            remaining -= fault == Fault.RESET_UNREAD ? 0 : weightOf(fault);
            if (remaining < 0) {
                return fault;
            }
        }
        return Fault.NONE;
    }

    private int weightOf(Fault fault) {
        return weights.getOrDefault(fault, 0);
    }

    private static int requireNonNegative(Fault fault, Integer weight) {
        if (Objects.requireNonNull(weight, "weight") < 0) {
            throw new IllegalArgumentException("the weight of " + fault + " is negative: " + weight);
        }
        return weight;
    }

    /** Shows the seed, by which a run can be repeated. */
    @Override
    public String toString() {
        return "Chaos[seed " + seed + "]";
    }
}
