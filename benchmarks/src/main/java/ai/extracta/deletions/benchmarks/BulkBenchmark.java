package ai.extracta.deletions.benchmarks;

import ai.extracta.deletions.benchmarks.sidebyside.JavaProcess;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import io.r2dbc.spi.ConnectionFactories;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Deletes many files with several approaches, each in its own JVM with a heap of 128 MiB, on a simulator in this JVM.
 */
final class BulkBenchmark {

    private static final String HEAP = "-Xmx128m";
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final String transport;
    private final double scale;
    private final String database;
    private final List<String> lines = new ArrayList<>();
    private double firstPerSecond;

    private BulkBenchmark(String transport, double scale, String database) {
        this.transport = transport;
        this.scale = scale;
        this.database = database;
    }

    /**
     * Arguments: a transport, {@code netty} by default; a factor for the number of files, 1 by default; which
     * approaches, all but the one with a database by default, {@code r2dbc} for all.
     */
    public static void main(String[] arguments) throws IOException {
        String transport = arguments.length > 0 ? arguments[0] : "netty";
        double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        Set<BulkApproach> approaches =
                approaches(Arrays.stream(arguments).skip(2).toList());
        if (!approaches.contains(BulkApproach.STREAM_WITH_DATABASE)) {
            new BulkBenchmark(transport, scale, "").run(approaches);
            return;
        }
        try (EmbeddedPostgres server = startDurable()) {
            String database = "r2dbc:postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
            R2dbcLedger.createSchema(ConnectionFactories.get(database)).block();
            new BulkBenchmark(transport, scale, database).run(approaches);
        }
    }

    private static Set<BulkApproach> approaches(List<String> names) {
        if (names.equals(List.of("r2dbc"))) {
            return EnumSet.allOf(BulkApproach.class);
        }
        return names.isEmpty()
                ? EnumSet.complementOf(EnumSet.of(BulkApproach.STREAM_WITH_DATABASE))
                : names.stream()
                        .map(name -> BulkApproach.valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(BulkApproach.class)));
    }

    /** As PostgreSQL is by default; this one is made for tests, and would not force its log to disk. */
    private static EmbeddedPostgres startDurable() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private void run(Set<BulkApproach> approaches) {
        approaches.forEach(this::measure);
        System.out.println(transport + ", single files of one batch, heap of 128 MiB");
        System.out.printf("%-20s %10s %10s %12s %10s%n", "", "files", "calls", "files/s", "relative");
        lines.forEach(System.out::println);
    }

    /** Uses a new simulator, which records all requests, and as many files to warm up as are timed. */
    private void measure(BulkApproach approach) {
        int files = (int) (approach.files() * scale);
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.add(new Classification(
                    BulkWorkload.CLASSIFICATION,
                    List.of(batch(BulkWorkload.TIMED, files), batch(BulkWorkload.WARM_UP, files))));
            double seconds = Long.parseLong(output(approach, simulator, files)) / 1e9;
            int calls = simulator.requests().size();
            double perSecond = files / seconds;
            firstPerSecond = firstPerSecond == 0 ? perSecond : firstPerSecond;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %,10d %,10d %,12.0f %9.1fx",
                    approach.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    files,
                    calls / 2,
                    perSecond,
                    perSecond / firstPerSecond));
        }
    }

    private static Batch batch(String id, int files) {
        return new Batch(
                id, IntStream.range(0, files).mapToObj(i -> id + "-file-" + i).toList());
    }

    private String output(BulkApproach approach, ExtractaSimulator simulator, int files) {
        String[] arguments = {
            approach.name(),
            simulator.baseUri().toString(),
            simulator.apiKey(),
            transport,
            String.valueOf(files),
            database
        };
        ProcessBuilder program = JavaCommand.of(List.of(HEAP), BulkClient.class, arguments);
        try (JavaProcess client = JavaProcess.start(approach.name(), program)) {
            return client.readResponse(TIMEOUT);
        }
    }
}
