package ai.extracta.deletions.kafka;

/**
 * What an {@link ErasureWorker} is doing and has done: a snapshot, for health checks and dashboards. The counts begin
 * at zero when the worker is built.
 *
 * @param worker the worker's name
 * @param running whether its thread runs: true from {@link ErasureWorker#start()} until everything is released
 * @param inFlight how many records it holds: requests that are executed, wait to be retried, or have a result that is
 *     not written yet
 * @param deleted how many requests are certainly deleted and have their result in the results topic
 * @param deadLettered how many records are in the dead-letter topic
 * @param released how many records were released for redelivery
 * @param redelivered how many of the records that were received had been delivered before
 * @param lastFailure what went wrong last, without a key or an id; empty if nothing has gone wrong since the last
 *     request that was certainly deleted
 * @since 0.1.0
 */
public record WorkerState(
        String worker,
        boolean running,
        int inFlight,
        long deleted,
        long deadLettered,
        long released,
        long redelivered,
        String lastFailure) {}
