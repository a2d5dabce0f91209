package ai.extracta.deletions.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The crash test from the command line. */
final class CrashTestMain {

    private static final int EXIT_OK = 0;
    private static final int EXIT_VIOLATED = 1;
    private static final int EXIT_USAGE = 2;

    /** A job has hardly anything left to do after more. */
    private static final int KILLS_PER_JOB = 8;

    private CrashTestMain() {}

    /** Exits with 0 if nothing was violated, 1 if something was, 2 if an option is wrong. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) throws IOException, InterruptedException {
        CrashTestOptions options;
        try {
            options = CrashTestOptions.parse(arguments);
        } catch (IllegalArgumentException invalid) {
            err.println(invalid.getMessage() + System.lineSeparator() + CrashTestOptions.USAGE);
            return EXIT_USAGE;
        }
        if (options.help()) {
            out.println(CrashTestOptions.USAGE);
            return EXIT_OK;
        }
        out.printf("seed %d, %d kills for each transport%n%n", options.seed(), options.kills());
        int violations = 0;
        for (String transport : options.transports()) {
            CrashTestSummary summary = runJobs(transport, options.seed(), options.kills(), err);
            violations += summary.violations();
            out.println(summary.table(transport));
        }
        out.println("violations: " + violations);
        return violations == 0 ? EXIT_OK : EXIT_VIOLATED;
    }

    /** Plays one job after the other until there were kills enough, or something is violated. */
    static CrashTestSummary runJobs(String transport, long seed, int kills, PrintStream progress)
            throws IOException, InterruptedException {
        CrashTestSummary summary = new CrashTestSummary();
        for (int round = 0; summary.kills() < kills && summary.violations() == 0; round++) {
            Path folder = Files.createTempDirectory("kill-test-");
            new CrashTestRound(transport, 31 * seed + round, folder, summary)
                    .run(Math.min(KILLS_PER_JOB, kills - summary.kills()));
            progress.println(transport + ": " + summary.kills() + " of " + kills + " kills");
            if (summary.violations() == 0) {
                delete(folder);
            } else {
                progress.println("what the violated job left is in " + folder);
            }
        }
        return summary;
    }

    /** What a violated job leaves behind is worth a look, and stays. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
