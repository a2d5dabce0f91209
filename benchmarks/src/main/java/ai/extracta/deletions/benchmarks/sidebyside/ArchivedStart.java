package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;

/** Measures the first call of new JVMs with and without an archive of the classes that one call loads. */
final class ArchivedStart {

    static final List<ContenderType> CONTENDERS = List.of(
            ContenderType.RAW_NETTY, ContenderType.RAW_VERTX, ContenderType.OURS_NETTY, ContenderType.OURS_VERTX);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ProcessLauncher launcher;
    private final Path folder;
    private final String classPath;
    private final Map<ContenderType, List<Double>> plain = new EnumMap<>(ContenderType.class);
    private final Map<ContenderType, List<Double>> archived = new EnumMap<>(ContenderType.class);

    /** Makes the archives in this folder. */
    ArchivedStart(ProcessLauncher launcher, String classPath, Path folder) throws IOException {
        this.launcher = launcher;
        this.folder = Files.createDirectories(folder);
        this.classPath = ofJars(classPath);
        for (ContenderType contender : CONTENDERS) {
            Files.deleteIfExists(archive(contender));
            millis(contender, "-XX:ArchiveClassesAtExit=" + archive(contender));
        }
    }

    /** An archive has no classes of folders. */
    private String ofJars(String entries) {
        List<String> jars = new ArrayList<>();
        for (String entry : entries.split(File.pathSeparator, -1)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? jar(entry, jars.size()) : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private String jar(String classes, int number) {
        String jar = folder.resolve("classes-" + number + ".jar").toString();
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(new PrintStream(System.err, true), System.err, "--create", "--file", jar, "-C", classes, ".");
        if (status != 0) {
            throw new IllegalStateException("jar ended with exit code " + status);
        }
        return jar;
    }

    private Path archive(ContenderType contender) {
        return folder.resolve(contender.label() + ".jsa");
    }

    void round() {
        for (ContenderType contender : CONTENDERS) {
            figures(plain, contender).add(millis(contender, "-Xshare:auto"));
            figures(archived, contender).add(millis(contender, "-XX:SharedArchiveFile=" + archive(contender)));
        }
    }

    private double millis(ContenderType contender, String option) {
        long begin = System.nanoTime();
        try (JavaProcess client = launcher.start(contender, classPath, List.of("-Xlog:disable", option))) {
            client.execute("call", TIMEOUT);
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    /** Medians with their range; ratios are within a round. */
    String table() {
        StringBuilder table = new StringBuilder("%-12s %24s %24s %22s %22s%n"
                .formatted("first call", "ms (min-max)", "with archive", "to without", "to raw, with archive"));
        for (ContenderType contender : CONTENDERS) {
            List<Double> with = figures(archived, contender);
            table.append(String.format(
                    Locale.ROOT,
                    "%-12s %s %s %s %s%n",
                    contender.label(),
                    MinMedianMax.of(figures(plain, contender)).format("%8.0f (%5.0f - %5.0f)"),
                    MinMedianMax.of(with).format("%8.0f (%5.0f - %5.0f)"),
                    ProgramStart.ratio(with, figures(plain, contender)).format("%7.2f (%5.2f - %5.2f)"),
                    ProgramStart.ratio(with, figures(archived, contender.baseline()))
                            .format("%7.2f (%5.2f - %5.2f)")));
        }
        return table.toString();
    }

    private static List<Double> figures(Map<ContenderType, List<Double>> figures, ContenderType contender) {
        return figures.computeIfAbsent(contender, none -> new ArrayList<>());
    }
}
