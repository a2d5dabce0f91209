package ai.extracta.deletions.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Samples of a run, added up by part. */
final class Profile {

    private static final String CPU = "jdk.ExecutionSample";
    private static final String BYTES = "jdk.ObjectAllocationSample";
    private static final Duration PERIOD = Duration.ofMillis(1);

    private final Map<Part, Long> samples = new EnumMap<>(Part.class);
    private final Map<Part, Long> bytes = new EnumMap<>(Part.class);
    private final Set<Long> seen = new HashSet<>();
    private final long calls;
    private final long cpuNanos;

    private Profile(long calls, long cpuNanos) {
        this.calls = calls;
        this.cpuNanos = cpuNanos;
    }

    /** Records while something makes calls and returns how many. */
    static Profile of(LongSupplier run, Path file) throws IOException {
        Profile profile;
        try (Recording recording = new Recording()) {
            recording.enable(CPU).withPeriod(PERIOD);
            recording.enable(BYTES).with("throttle", "2000/s");
            recording.start();
            long before = cpuNanos();
            long calls = run.getAsLong();
            profile = new Profile(calls, cpuNanos() - before);
            recording.stop();
            recording.dump(file);
        }
        profile.read(file);
        return profile;
    }

    private void read(Path file) throws IOException {
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                add(events.readEvent());
            }
        }
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case CPU -> samples.merge(StackReader.partOf(event.getStackTrace()), 1L, Long::sum);
            case BYTES -> addBytes(event);
            default -> {}
        }
    }

    /** What a thread's first sample weighs is all that the thread has allocated before, also before the recording. */
    private void addBytes(RecordedEvent event) {
        if (!seen.add(event.getThread().getJavaThreadId())) {
            bytes.merge(StackReader.partOf(event.getStackTrace()), event.getLong("weight"), Long::sum);
        }
    }

    String table() {
        long allSamples = sum(samples);
        double cpuMicros = cpuNanos / 1e3 / calls;
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, "%-16s %8s %10s %10s%n", "part", "% CPU", "us/call", "B/call"));
        for (Part part : Part.values()) {
            long cpu = samples.getOrDefault(part, 0L);
            long allocated = bytes.getOrDefault(part, 0L);
            if (cpu + allocated > 0) {
                double share = cpu / (double) allSamples;
                table.append(row(part.name(), share, share * cpuMicros, allocated / (double) calls));
            }
        }
        table.append(row("sum", 1, cpuMicros, sum(bytes) / (double) calls));
        table.append(String.format(Locale.ROOT, "%,d calls, %,d samples%n", calls, allSamples));
        return table.toString();
    }

    private static String row(String name, double share, double micros, double bytes) {
        return String.format(
                Locale.ROOT,
                "%-16s %7.1f%% %10.2f %10.0f%n",
                name.toLowerCase(Locale.ROOT).replace('_', ' '),
                share * 100,
                micros,
                bytes);
    }

    private static long sum(Map<Part, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
