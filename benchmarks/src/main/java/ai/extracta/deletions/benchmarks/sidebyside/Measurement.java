package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;

/**
 * One sample of one contender.
 *
 * @param round the round
 * @param contender the contender
 * @param concurrency the number of closed loops, or of blocking threads if negative
 * @param sample the figures
 */
record Measurement(int round, ContenderType contender, int concurrency, Sample sample) {}
