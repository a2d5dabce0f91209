package ai.extracta.deletions.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures how the cost of a call grows with its file ids and with the length of the queue. */
final class ScalingBenchmark {

    private ScalingBenchmark() {}

    /** Arguments: the folder for the output files, and {@code --quick} for a rough measurement. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        boolean quick = arguments.length > 1 && arguments[1].equals("--quick");
        ScalingResult ids = new ScalingResult("ids", measure(FileIdsBenchmark.class, "ids", quick));
        ScalingResult waiting = new ScalingResult("waiting", measure(QueuedCallersBenchmark.class, "waiting", quick));
        System.out.println("Calls with many file ids");
        System.out.println(ids.table());
        System.out.println("Calls that join a queue");
        System.out.print(waiting.table());
        Files.writeString(folder.resolve("sizes.csv"), ScalingResult.CSV_HEADER + ids.csv() + waiting.csv());
        ScalingPlot.draw(ids, "One call, by number of file ids", "file ids", folder.resolve("ids"));
        ScalingPlot.draw(
                waiting, "One call, by number of waiting callers", "waiting callers", folder.resolve("waiting"));
    }

    private static List<ScalingResult.Point> measure(Class<?> benchmark, String parameter, boolean quick)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xbatch")
                .verbosity(VerboseMode.SILENT);
        if (quick) {
            options.forks(1).warmupTime(TimeValue.milliseconds(400)).measurementTime(TimeValue.milliseconds(200));
        }
        List<ScalingResult.Point> points = new ArrayList<>();
        for (RunResult result : new Runner(options.build()).run()) {
            points.add(point(result, parameter));
        }
        return points;
    }

    /** The minimum of all iterations: disturbances only add to it. */
    private static ScalingResult.Point point(RunResult result, String parameter) {
        return new ScalingResult.Point(
                Integer.parseInt(result.getParams().getParam(parameter)),
                result.getPrimaryResult().getStatistics().getMin(),
                Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                        .getStatistics()
                        .getMin());
    }
}
