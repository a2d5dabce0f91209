package ai.extracta.deletions.audit;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses a fault for each request, by the seed, the request and how often it was received. The gateway recovers like
 * the simulator, so that retries can succeed.
 */
final class Http2Faults {

    private static final int TOTAL_WEIGHT =
            Arrays.stream(Http2Fault.values()).mapToInt(Http2Fault::weight).sum();
    private static final int REQUESTS_BEFORE_RECOVERY = 4;

    private final long seed;
    private final int requestsBeforeRecovery;
    private final Map<String, Integer> occurrences = new ConcurrentHashMap<>();
    private final Map<Http2Fault, Integer> counts = new ConcurrentHashMap<>();

    private Http2Faults(long seed, int requestsBeforeRecovery) {
        this.seed = seed;
        this.requestsBeforeRecovery = requestsBeforeRecovery;
    }

    static Http2Faults seeded(long seed) {
        return new Http2Faults(seed, REQUESTS_BEFORE_RECOVERY);
    }

    static Http2Faults none() {
        return new Http2Faults(0, 0);
    }

    /**
     * The fault of a request.
     *
     * @param random for its details
     */
    record Choice(Http2Fault fault, SplittableRandom random) {}

    Choice next(String request) {
        int occurrence = occurrences.merge(request, 1, Integer::sum);
        SplittableRandom random = new SplittableRandom((seed * 31 + request.hashCode()) * 31 + occurrence);
        Http2Fault fault = occurrence > requestsBeforeRecovery ? Http2Fault.NONE : pick(random);
        counts.merge(fault, 1, Integer::sum);
        return new Choice(fault, random);
    }

    private static Http2Fault pick(SplittableRandom random) {
        int remaining = random.nextInt(TOTAL_WEIGHT);
        for (Http2Fault fault : Http2Fault.values()) {
            remaining -= fault.weight();
            if (remaining < 0) {
                return fault;
            }
        }
        return Http2Fault.NONE;
    }

    /** How often each of them happened. */
    Map<Http2Fault, Integer> counts() {
        Map<Http2Fault, Integer> sorted = new EnumMap<>(Http2Fault.class);
        sorted.putAll(counts);
        return sorted;
    }
}
