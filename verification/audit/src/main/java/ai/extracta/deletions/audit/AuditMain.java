package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.Audit.CallMode;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The audit from the command line. */
@Command(
        name = "bin/audit",
        customSynopsis = "bin/audit [options]",
        sortOptions = false,
        description =
                "Deletes on a simulator with fault injection and compares what the SDK reports with what happened. With"
                        + " --workers, erasure workers on Kafka delete, and are killed and restarted, and so are the"
                        + " broker and the database that they use.",
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

    @Option(
            names = "--http2",
            order = 6,
            description = "over HTTP/2, which netty speaks, to a gateway that adds its faults")
    boolean http2;

    @ArgGroup(exclusive = false, heading = "Erasure workers on Kafka instead, with --seed and --transport:%n")
    @Nullable WorkerAuditOptions workers;

    public static void main(String[] arguments) {
        System.exit(of(new AuditMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers != null) {
            return auditWorkers(workers);
        }
        List<Audit> audits = audits();
        out().printf("seed %d, %d deletions for each transport and policy%n%n", seed, deletions);
        return run(audits, out());
    }

    private int auditWorkers(WorkerAuditOptions options) throws IOException, InterruptedException {
        List<WorkerAudit> audits = workerAudits(options);
        int violations = 0;
        for (WorkerAudit audit : audits) {
            Path folder = Files.createTempDirectory("worker-audit-");
            WorkerAuditSummary summary = audit.run(folder);
            violations += summary.violations();
            out().println(summary.table(audit.title()));
            if (summary.violations() == 0) {
                Folders.delete(folder);
            } else {
                out().println("the files of the workers are in " + folder);
            }
        }
        return finish(violations, out());
    }

    /** One audit for each ledger. */
    List<WorkerAudit> workerAudits(WorkerAuditOptions options) {
        requireNotGiven("--workers", "--deletions", "--calls", "--policy", "--http2");
        requirePositive("workers", options.workers);
        requirePositive("requests", options.requests);
        requireNotNegative("kills", options.kills);
        requireNotNegative("restarts", options.restarts);
        List<String> transports =
                selectedTransports().stream().map(HttpTransportProvider::name).toList();
        return select("ledger", options.ledger, List.of(WorkerLedger.values()), WorkerLedger::toString).stream()
                .map(ledger -> new WorkerAudit(
                        options, ledger, seed, transports, commandLine().getErr()))
                .toList();
    }

    /** One audit for each combination of transport, call mode and policy. */
    List<Audit> audits() {
        requirePositive("deletions", deletions);
        List<CallMode> modes = select("calls", calls, List.of(CallMode.values()), CallMode::toString);
        List<AuditedRetryPolicy> policies =
                select("policy", policy, List.of(AuditedRetryPolicy.values()), AuditedRetryPolicy::toString);
        List<Audit> audits = new ArrayList<>();
        for (HttpTransportProvider provider : auditedTransports()) {
            for (CallMode mode : modes) {
                policies.forEach(one -> audits.add(new Audit(provider, mode, one, seed, deletions, http2)));
            }
        }
        return audits;
    }

    private List<HttpTransportProvider> auditedTransports() {
        List<HttpTransportProvider> selected = selectedTransports();
        if (!http2) {
            return selected;
        }
        require(!transport.equals("vertx"), "--http2 does not go together with --transport vertx");
        return selected.stream().filter(one -> one.name().equals("netty")).toList();
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
