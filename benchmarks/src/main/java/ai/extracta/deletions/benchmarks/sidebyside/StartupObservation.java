package ai.extracta.deletions.benchmarks.sidebyside;

/**
 * The figures of one new JVM.
 *
 * @param round the round
 * @param contender the contender
 * @param firstCallMillis from the start of the JVM to the end of its first call
 * @param clientsPerSecond how many clients it creates and closes per second, without a call
 * @param idleBytes the heap memory that a client holds after one call
 * @param idleThreads the threads that a client holds after one call
 */
record StartupObservation(
        int round,
        ContenderType contender,
        double firstCallMillis,
        double clientsPerSecond,
        double idleBytes,
        double idleThreads) {}
