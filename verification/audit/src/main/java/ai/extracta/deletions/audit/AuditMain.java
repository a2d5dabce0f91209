package ai.extracta.deletions.audit;

import java.io.PrintStream;
import java.util.List;

/** The audit from the command line. */
final class AuditMain {

    private static final int EXIT_OK = 0;
    private static final int EXIT_VIOLATED = 1;
    private static final int EXIT_USAGE = 2;

    private AuditMain() {}

    /** Exits with 0 if nothing was violated, 1 if something was, 2 if an option is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) throws InterruptedException {
        AuditOptions options;
        try {
            options = AuditOptions.parse(arguments);
        } catch (IllegalArgumentException invalid) {
            err.println(invalid.getMessage() + System.lineSeparator() + AuditOptions.USAGE);
            return EXIT_USAGE;
        }
        if (options.help()) {
            out.println(AuditOptions.USAGE);
            return EXIT_OK;
        }
        out.printf("seed %d, %d deletions for each transport and policy%n%n", options.seed(), options.deletions());
        return run(options.audits(), out);
    }

    /** Prints a table for each audit as soon as it is done, and the sum of their violations in the last line. */
    static int run(List<Audit> audits, PrintStream out) throws InterruptedException {
        int violations = 0;
        for (Audit audit : audits) {
            AuditSummary summary = audit.run();
            violations += summary.violations();
            out.println(SummaryTable.of(audit.title(), summary));
        }
        out.println("violations: " + violations);
        return violations == 0 ? EXIT_OK : EXIT_VIOLATED;
    }
}
