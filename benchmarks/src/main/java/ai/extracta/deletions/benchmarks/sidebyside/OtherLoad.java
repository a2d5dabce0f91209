package ai.extracta.deletions.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time since boot: of the machine, and of the benchmark's own processes.
 *
 * @param busy of all processes, in ticks, with what the hypervisor took away
 * @param total with idle time, in ticks
 * @param own of the benchmark's own processes, in ticks
 */
record OtherLoad(long busy, long total, long own) {

    private static final Path STATISTICS = Path.of("/proc/stat");

    /** The kernel reports to programs in hundredths of a second, whatever it uses itself. */
    private static final long NANOS_PER_TICK = Duration.ofMillis(10).toNanos();

    private static final int COLUMNS = 8;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    /** Returns the current times, or nothing where the kernel does not tell. */
    static Optional<OtherLoad> now() {
        try (Stream<String> lines = Files.lines(STATISTICS, US_ASCII)) {
            return lines.findFirst().map(line -> parse(line, ownTicks()));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** Parses the line {@code cpu user nice system idle iowait irq softirq steal ...} of {@code /proc/stat}. */
    static OtherLoad parse(String line, long own) {
        long[] ticks = Stream.of(line.trim().split(" +", -1))
                .skip(1)
                .limit(COLUMNS)
                .mapToLong(Long::parseLong)
                .toArray();
        long total = LongStream.of(ticks).sum();
        return new OtherLoad(total - ticks[IDLE] - ticks[IO_WAIT], total, own);
    }

    /** Returns the share of the machine's CPU time since then that other programs and the hypervisor took. */
    double shareSince(OtherLoad before) {
        long others = busy - before.busy - (own - before.own);
        return Math.max(0, others) / (double) Math.max(1, total - before.total);
    }

    private static long ownTicks() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.children())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum()
                / NANOS_PER_TICK;
    }
}
