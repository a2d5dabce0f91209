package ai.extracta.deletions.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The crash test from the command line. */
final class KillTest {

    private static final int PROVEN = 0;
    private static final int VIOLATED = 1;
    private static final int MISUSED = 2;

    /** A job has hardly anything left to do after more. */
    private static final int KILLS_OF_A_JOB = 8;

    private KillTest() {}

    /** Exits with 0 if nothing was violated, 1 if something was, 2 if an option is wrong. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) throws IOException, InterruptedException {
        KillOptions options;
        try {
            options = KillOptions.parse(arguments);
        } catch (IllegalArgumentException misused) {
            err.println(misused.getMessage() + System.lineSeparator() + KillOptions.USAGE);
            return MISUSED;
        }
        if (options.help()) {
            out.println(KillOptions.USAGE);
            return PROVEN;
        }
        out.printf("seed %d, %d kills for each transport%n%n", options.seed(), options.kills());
        int violations = 0;
        for (String transport : options.transports()) {
            KillTally tally = tally(transport, options.seed(), options.kills(), err);
            violations += tally.violations();
            out.println(tally.table(transport));
        }
        out.println("violations: " + violations);
        return violations == 0 ? PROVEN : VIOLATED;
    }

    /** Plays one job after the other until there were kills enough, or something is violated. */
    static KillTally tally(String transport, long seed, int kills, PrintStream progress)
            throws IOException, InterruptedException {
        KillTally tally = new KillTally();
        for (int round = 0; tally.kills() < kills && tally.violations() == 0; round++) {
            Path folder = Files.createTempDirectory("kill-test-");
            new KillRound(transport, 31 * seed + round, folder, tally)
                    .play(Math.min(KILLS_OF_A_JOB, kills - tally.kills()));
            progress.println(transport + ": " + tally.kills() + " of " + kills + " kills");
            if (tally.violations() == 0) {
                delete(folder);
            } else {
                progress.println("what the violated job left is in " + folder);
            }
        }
        return tally;
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
