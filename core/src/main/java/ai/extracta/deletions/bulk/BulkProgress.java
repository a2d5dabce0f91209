package ai.extracta.deletions.bulk;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a stream of deletions is. A snapshot.
 *
 * @param seen requests taken from the source
 * @param calls calls that were started, those of bisections included
 * @param deleted requests that are gone since this stream deleted them
 * @param alreadyAbsent requests that were gone before
 * @param subsumed requests that a wider deletion took along
 * @param skipped requests that were not sent, as there was no need to
 * @param refused requests that the server refused
 * @param notSent requests that were not sent though they should have been
 * @param unknown requests that may or may not be gone
 * @param elapsed since the stream was subscribed to
 * @param expected how many requests there will be, if that was said
 * @since 0.1.0
 */
public record BulkProgress(
        long seen,
        long calls,
        long deleted,
        long alreadyAbsent,
        long subsumed,
        long skipped,
        long refused,
        long notSent,
        long unknown,
        Duration elapsed,
        Optional<Long> expected) {

    /**
     * Returns how many requests have their result.
     *
     * @return the number
     */
    public long finished() {
        return gone() + skipped + refused + notSent + unknown;
    }

    /**
     * Returns how many requests are gone by this stream's doing or were gone before.
     *
     * @return the number, without those that were skipped
     */
    public long gone() {
        return deleted + alreadyAbsent + subsumed;
    }

    /**
     * Returns the pace over the whole time so far.
     *
     * @return results per second, 0 at the very start
     */
    public double perSecond() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? finished() / seconds : 0;
    }

    /**
     * Returns how long the rest will take at that pace.
     *
     * @return empty if it is not known how many there will be, or nothing is finished yet
     */
    public Optional<Duration> remaining() {
        return expected.filter(total -> finished() > 0)
                .map(total -> Duration.ofMillis(
                        (long) (elapsed.toMillis() * (double) Math.max(0, total - finished()) / finished())));
    }
}
