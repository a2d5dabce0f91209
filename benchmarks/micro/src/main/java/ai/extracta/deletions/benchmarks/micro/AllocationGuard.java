package ai.extracta.deletions.benchmarks.micro;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Compares what a call allocates with the baseline in the repository. */
final class AllocationGuard {

    private static final String BYTES_PER_BATCH = "gc.alloc.rate.norm";

    private static final int CALLS = 50_000;

    /** Over a socket a call takes fifty times as long. */
    private static final int SOCKET_CALLS = 15_000;

    private AllocationGuard() {}

    /** Argument: the file of the baseline. Exits with 1 if a call allocates too much. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Map<String, Long> measured = new TreeMap<>(measure(OneCallBenchmark.class, CALLS));
        measured.putAll(measure(SocketCallBenchmark.class, SOCKET_CALLS));
        AllocationCheck check = AllocationCheck.of(read(Path.of(arguments[0])), measured);
        System.out.print(check.report());
        System.exit(check.passes() ? 0 : 1);
    }

    private static Map<String, Long> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, Long> baseline = new TreeMap<>();
        properties.forEach((name, bytes) -> baseline.put(name.toString(), Long.valueOf(bytes.toString())));
        return baseline;
    }

    /**
     * Interpreted code allocates more, so the number of calls is fixed and each waits for the compiler ({@code
     * -Xbatch}).
     */
    private static Map<String, Long> measure(Class<?> benchmark, int calls) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .mode(Mode.SingleShotTime)
                .forks(2)
                .warmupIterations(2)
                .warmupBatchSize(calls)
                .measurementIterations(3)
                .measurementBatchSize(calls)
                .jvmArgsAppend("-Xbatch", "-XX:+UseSerialGC")
                .build();
        Map<String, Long> measured = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            measured.put(name(result), bytesPerCall(result, calls));
        }
        return measured;
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }

    /** The minimum of all forks: disturbances only add to it. */
    private static long bytesPerCall(RunResult result, int calls) {
        return Math.round(result.getBenchmarkResults().stream()
                .mapToDouble(fork -> bytesPerBatch(fork) / calls)
                .min()
                .orElseThrow());
    }

    private static double bytesPerBatch(BenchmarkResult fork) {
        return Objects.requireNonNull(fork.getSecondaryResults().get(BYTES_PER_BATCH))
                .getScore();
    }
}
