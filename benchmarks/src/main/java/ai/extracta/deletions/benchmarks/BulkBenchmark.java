package ai.extracta.deletions.benchmarks;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Deletes many files in several ways, each in a process with a heap of 128 MiB, on a simulator in this one. */
final class BulkBenchmark {

    private static final String HEAP = "-Xmx128m";

    private final String transport;
    private final double scale;
    private final List<String> lines = new ArrayList<>();
    private double flatMapPerSecond;

    private BulkBenchmark(String transport, double scale) {
        this.transport = transport;
        this.scale = scale;
    }

    /** Takes the name of a transport, {@code netty} by default, and which part of the full number of files, 1 by default. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String transport = arguments.length > 0 ? arguments[0] : "netty";
        double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        new BulkBenchmark(transport, scale).run();
    }

    private void run() throws IOException, InterruptedException {
        for (BulkApproach approach :
                List.of(BulkApproach.FLAT_MAP, BulkApproach.ONE_BY_ONE, BulkApproach.STREAM, BulkApproach.STREAM_WITH_LEDGER)) {
            measure(approach);
        }
        System.out.println(transport + ", single files of one batch, heap of 128 MiB");
        System.out.printf("%-20s %10s %10s %12s %10s%n", "", "files", "calls", "files/s", "flatMap");
        lines.forEach(System.out::println);
    }

    /** Each with a simulator that has nothing else to remember, and with as many files to warm up as are timed. */
    private void measure(BulkApproach approach) throws IOException, InterruptedException {
        int files = (int) (approach.files() * scale);
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.add(new Classification(BulkWorkload.CLASSIFICATION, List.of(batch("timed", files), batch("warm", files))));
            double seconds = Long.parseLong(output(approach, simulator, files)) / 1e9;
            int calls = simulator.requests().size();
            double perSecond = files / seconds;
            flatMapPerSecond = approach == BulkApproach.FLAT_MAP ? perSecond : flatMapPerSecond;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %,10d %,10d %,12.0f %9.1fx",
                    approach.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    files,
                    calls / 2,
                    perSecond,
                    perSecond / flatMapPerSecond));
        }
    }

    private static Batch batch(String id, int files) {
        return new Batch(
                id, IntStream.range(0, files).mapToObj(i -> id + "-file-" + i).toList());
    }

    private String output(BulkApproach approach, ExtractaSimulator simulator, int files)
            throws IOException, InterruptedException {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BulkClient.class.getName(),
                        approach.name(),
                        simulator.baseUri().toString(),
                        simulator.apiKey(),
                        transport,
                        "timed",
                        String.valueOf(files),
                        "warm",
                        String.valueOf(files))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (client.waitFor() != 0) {
            throw new IllegalStateException(approach + " failed");
        }
        return printed;
    }
}
