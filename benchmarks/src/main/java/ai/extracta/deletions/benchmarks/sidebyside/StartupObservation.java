package ai.extracta.deletions.benchmarks.sidebyside;

/**
 * What one fresh JVM showed.
 *
 * @param round in which round
 * @param contender of whom
 * @param firstCallMillis from before the JVM was started until its first call was answered
 * @param clientsPerSecond how many clients it makes and closes, one after the other, without a call
 * @param idleBytes heap memory that a client holds after one call
 * @param idleThreads threads that a client holds after one call
 */
record StartupObservation(
        int round,
        ContenderType contender,
        double firstCallMillis,
        double clientsPerSecond,
        double idleBytes,
        double idleThreads) {}
