package ai.extracta.deletions.bulk;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a stream of deletions. A snapshot.
 *
 * @param received requests received from the source
 * @param calls calls started, including those of bisections
 * @param deleted requests that this stream deleted
 * @param alreadyAbsent requests whose target was absent; see {@link DeletionResult.AlreadyAbsent}
 * @param subsumed requests that an enclosing deletion deleted
 * @param skipped requests that did not need to be sent
 * @param refused requests that the server refused
 * @param notSent requests that failed before they were sent
 * @param unknown requests whose outcome is not known
 * @param elapsed time since subscription
 * @param expectedRequests how many requests the source will emit, if set
 * @param ended whether the stream has completed, failed or been cancelled: no other snapshot follows
 * @since 0.1.0
 */
public record BulkProgress(
        long received,
        long calls,
        long deleted,
        long alreadyAbsent,
        long subsumed,
        long skipped,
        long refused,
        long notSent,
        long unknown,
        Duration elapsed,
        Optional<Long> expectedRequests,
        boolean ended) {

    /** {@return how many requests have their result} */
    public long finished() {
        return gone() + skipped + refused + notSent + unknown;
    }

    /** {@return how many requests are certainly deleted, not counting skipped ones} */
    public long gone() {
        return deleted + alreadyAbsent + subsumed;
    }

    /** {@return the average rate so far in results per second, 0 at the very start} */
    public double requestsPerSecond() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? finished() / seconds : 0;
    }

    /**
     * Returns how long the remaining requests will take at the average rate so far.
     *
     * @return the estimate, empty if {@code expectedRequests} is not set or nothing is finished yet
     */
    public Optional<Duration> estimatedTimeRemaining() {
        return expectedRequests
                .filter(total -> finished() > 0)
                .map(total -> Duration.ofMillis(
                        (long) (elapsed.toMillis() * (double) Math.max(0, total - finished()) / finished())));
    }
}
