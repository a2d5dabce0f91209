package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Calls with pauses, to a server that may close the connection meanwhile.
 *
 * @param server what the server does
 * @param minPause the shortest pause
 * @param maxPause the longest pause; all between are as likely
 * @param callers how many make such calls, each with a client of its own
 */
record SparseLoad(ServerBehavior server, Duration minPause, Duration maxPause, int callers) {

    private static final List<Duration> IDLE_TIMEOUTS =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ZERO);
    private static final List<Long> PAUSES_MILLIS = List.of(500L, 2_000L, 5_000L, 30_000L, 70_000L);

    /** Each pause with each server, and pauses about as long as a server far away keeps its connections. */
    static List<SparseLoad> all() {
        Stream<SparseLoad> near = IDLE_TIMEOUTS.stream()
                .map(idleTimeout -> new ServerBehavior(false, idleTimeout, Duration.ZERO))
                .flatMap(server -> PAUSES_MILLIS.stream()
                        .map(Duration::ofMillis)
                        .map(pause -> new SparseLoad(server, pause, pause, 1)));
        ServerBehavior far = new ServerBehavior(false, Duration.ofSeconds(5), Duration.ofMillis(25));
        return Stream.concat(near, Stream.of(new SparseLoad(far, Duration.ofSeconds(4), Duration.ofSeconds(6), 20)))
                .toList();
    }

    Duration pause() {
        long nanos = ThreadLocalRandom.current().nextLong(minPause.toNanos(), maxPause.toNanos() + 1);
        return Duration.ofNanos(nanos);
    }

    String describe() {
        String kept = server.idleTimeout().isZero() ? "for ever" : seconds(server.idleTimeout());
        String pauses = minPause.equals(maxPause) ? seconds(minPause) : seconds(minPause) + " to " + seconds(maxPause);
        return "%-9s %-10s".formatted(kept, pauses);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() / 1000.0 + " s";
    }
}
