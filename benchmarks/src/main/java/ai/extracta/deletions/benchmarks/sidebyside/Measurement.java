package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;

/**
 * One sample of one contender.
 *
 * @param round the round
 * @param contender the contender
 * @param concurrency the number of closed loops, or of blocking threads if negative
 * @param sample the figures
 * @param otherLoad the share of the machine's CPU time that other programs took meanwhile, 0 if unknown
 * @param handshakes the server's handshakes meanwhile
 */
record Measurement(
        int round, ContenderType contender, int concurrency, Sample sample, double otherLoad, Handshakes handshakes) {

    /** CPU time is counted in ticks of 10 ms: for a sample of half a second on two CPUs this is five ticks. */
    static final double MAX_OTHER_LOAD = 0.05;

    boolean isQuiet() {
        return otherLoad <= MAX_OTHER_LOAD;
    }
}
