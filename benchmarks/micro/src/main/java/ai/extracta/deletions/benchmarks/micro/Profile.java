package ai.extracta.deletions.benchmarks.micro;

import java.io.IOException;
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
    private static final Duration PERIOD = Duration.ofMillis(5);

    private final Map<Part, Long> samples = new EnumMap<>(Part.class);
    private final Map<Part, Long> bytes = new EnumMap<>(Part.class);
    private final Set<Long> threadsThatAllocated = new HashSet<>();
    private final long calls;
    private final CpuTime cpu;

    private Profile(long calls, CpuTime cpu) {
        this.calls = calls;
        this.cpu = cpu;
    }

    /** Records while something makes calls and returns how many. */
    static Profile of(LongSupplier run, Path file) throws IOException {
        Profile profile;
        try (Recording recording = new Recording()) {
            recording.enable(CPU).withPeriod(PERIOD);
            recording.enable(BYTES).with("throttle", "500/s");
            recording.start();
            CpuTime before = CpuTime.now();
            long calls = run.getAsLong();
            profile = new Profile(calls, CpuTime.now().since(before));
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

    /** What a thread's first sample weighs is all that it has allocated before, also before the recording. */
    private void addBytes(RecordedEvent event) {
        if (!threadsThatAllocated.add(event.getThread().getJavaThreadId())) {
            bytes.merge(StackReader.partOf(event.getStackTrace()), event.getLong("weight"), Long::sum);
        }
    }

    String table() {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-18s %8s %10s %10s%n", "part", "% CPU", "us/call", "B/call"));
        long allSamples = sum(samples);
        for (Part part : Part.values()) {
            long sampled = samples.getOrDefault(part, 0L);
            long allocated = bytes.getOrDefault(part, 0L);
            if (sampled + allocated > 0) {
                table.append(row(part.toString(), cpu.java() * sampled / allSamples, allocated));
            }
        }
        return table.append(row("system calls", cpu.kernel(), 0))
                .append(row("the JVM itself", cpu.jvm(), 0))
                .append(row("sum", cpu.all(), sum(bytes)))
                .append(String.format(Locale.ROOT, "%,d calls, %,d samples%n", calls, allSamples))
                .toString();
    }

    private String row(String name, double nanos, long allocated) {
        return String.format(
                Locale.ROOT,
                "%-18s %7.1f%% %10.2f %10.0f%n",
                name,
                100 * nanos / cpu.all(),
                nanos / 1e3 / calls,
                allocated / (double) calls);
    }

    private static long sum(Map<Part, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
