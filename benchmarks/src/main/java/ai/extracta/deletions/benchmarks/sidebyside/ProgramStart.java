package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures how long runs of {@code extracta-delete} take, by the options of Java. */
final class ProgramStart {

    private static final int ROWS = 10;

    private final Path jar;
    private final Map<String, List<String>> javaOptions = new LinkedHashMap<>();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    /** Deletes at this origin, and reads rows from a new file in this folder. */
    ProgramStart(Path jar, List<String> quickStart, String origin, Path folder) throws IOException {
        this.jar = jar;
        List<String> withArchive = new ArrayList<>(quickStart);
        withArchive.add("-XX:SharedArchiveFile=" + jar + ".jsa");
        javaOptions.put("java -jar", List.of());
        javaOptions.put("quick start", List.copyOf(quickStart));
        javaOptions.put("and archive", withArchive);
        commands.put("--version", List.of("--version"));
        commands.put("plan, 10 rows", List.of("plan", "--from", rows(folder).toString()));
        commands.put(
                "one deletion",
                List.of("batches", "cls-1", "batch-1", "--yes", "--base-uri", new Target(origin).baseUri()));
    }

    private static Path rows(Path folder) throws IOException {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "files,cls-1,batch-1,file-" + row)
                .collect(Collectors.joining("\n", "type,classificationId,batchId,fileId\n", "\n"));
        return Files.writeString(folder.resolve("ten-rows.csv"), rows);
    }

    /** Runs each command in each way, each time beginning with another one. */
    void round(int round) throws IOException, InterruptedException {
        List<String> ways = new ArrayList<>(javaOptions.keySet());
        Collections.rotate(ways, -round);
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            for (String way : ways) {
                millis.computeIfAbsent(key(command.getKey(), way), absent -> new ArrayList<>())
                        .add(run(javaOptions.getOrDefault(way, List.of()), command.getValue()));
            }
        }
    }

    private double run(List<String> options, List<String> command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        arguments.addAll(options);
        arguments.addAll(List.of("-jar", jar.toString()));
        arguments.addAll(command);
        ProcessBuilder program = new ProcessBuilder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        program.environment().put("EXTRACTA_API_KEY", Target.KEY);
        long begin = System.nanoTime();
        int status = program.start().waitFor();
        double elapsed = (System.nanoTime() - begin) / 1e6;
        if (status != 0) {
            throw new IOException(String.join(" ", arguments) + " ended with exit code " + status);
        }
        return elapsed;
    }

    /** A table of medians with their range, and of ratios to plain Java within a round. */
    String table() {
        StringBuilder table = new StringBuilder(
                "%-14s %-12s %24s %22s%n".formatted("", "", "wall time, ms (min-max)", "to java -jar"));
        for (String command : commands.keySet()) {
            for (String way : javaOptions.keySet()) {
                table.append("%-14s %-12s %s %s%n"
                        .formatted(
                                command,
                                way,
                                MinMedianMax.of(of(command, way)).format("%8.0f (%5.0f - %5.0f)"),
                                ratio(of(command, way), of(command, "java -jar"))
                                        .format("%7.2f (%5.2f - %5.2f)")));
            }
        }
        return table.toString();
    }

    static MinMedianMax ratio(List<Double> figures, List<Double> base) {
        return MinMedianMax.of(IntStream.range(0, figures.size())
                .mapToObj(round -> figures.get(round) / base.get(round))
                .toList());
    }

    private List<Double> of(String command, String way) {
        return millis.getOrDefault(key(command, way), List.of());
    }

    private static String key(String command, String way) {
        return command + "/" + way;
    }
}
