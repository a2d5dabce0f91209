package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.Audit.CallMode;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The audit from the command line. */
@Command(
        name = "bin/audit",
        customSynopsis = "bin/audit [options]",
        sortOptions = false,
        description =
                "Deletes on a simulator with fault injection and compares what the SDK reports with what happened.",
        footer = "Exits with 0 if there is no violation, 1 if there is one, 2 if an option is invalid.")
final class AuditMain extends AuditProgram {

    @Option(
            names = "--deletions",
            paramLabel = "N",
            order = 1,
            description = "number of deletions for each combination of the following (${DEFAULT-VALUE})")
    int deletions = 200_000;

    @Option(
            names = "--calls",
            paramLabel = "NAME",
            order = 4,
            description = "single, bulk or all (${DEFAULT-VALUE}): one call per deletion, or one stream of deletions")
    String calls = ALL;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            order = 5,
            description = "safe, includingUnknown, none or all (${DEFAULT-VALUE})")
    String policy = ALL;

    public static void main(String[] arguments) {
        System.exit(of(new AuditMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Audit> audits = audits();
        out().printf("seed %d, %d deletions for each transport and policy%n%n", seed, deletions);
        return run(audits, out());
    }

    /** One audit for each combination of transport, call mode and policy. */
    List<Audit> audits() {
        requirePositive("deletions", deletions);
        List<CallMode> modes = select("calls", calls, List.of(CallMode.values()), CallMode::toString);
        List<AuditedRetryPolicy> policies =
                select("policy", policy, List.of(AuditedRetryPolicy.values()), AuditedRetryPolicy::toString);
        List<Audit> audits = new ArrayList<>();
        for (HttpTransportProvider provider : selectedTransports()) {
            for (CallMode mode : modes) {
                policies.forEach(one -> audits.add(new Audit(provider, mode, one, seed, deletions)));
            }
        }
        return audits;
    }

    /** Prints a table after each audit, and the total number of violations at the end. */
    static int run(List<Audit> audits, PrintWriter out) throws InterruptedException {
        int violations = 0;
        for (Audit audit : audits) {
            AuditSummary summary = audit.run();
            violations += summary.violations();
            out.println(summary.table(audit.title()));
        }
        return finish(violations, out);
    }
}
