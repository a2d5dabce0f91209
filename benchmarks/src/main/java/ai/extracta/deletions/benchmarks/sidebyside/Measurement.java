package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;

/**
 * One sample of one entrant.
 *
 * @param round in which round
 * @param contender of whom
 * @param concurrency with how many closed loops, or, if negative, blocking threads
 * @param sample what came out
 */
record Measurement(int round, ContenderType contender, int concurrency, Sample sample) {}
