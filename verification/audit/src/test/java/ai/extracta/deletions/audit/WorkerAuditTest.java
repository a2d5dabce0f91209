package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.FaultPlan.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short audit of workers; the long one is {@code bin/audit --workers 4}. */
@Timeout(300) // seconds for what takes half a minute on a quiet machine
class WorkerAuditTest {

    private static final int MESSAGES = 3_000;

    @TempDir
    Path folder;

    @Test
    void noMessageIsLostAndNoResultIsUntrueWhateverIsKilled() throws IOException, InterruptedException {
        WorkerAuditOptions options = new WorkerAuditOptions();
        options.workers = 2;
        options.requests = MESSAGES;
        options.kills = 2;
        options.restarts = 0; // takes too long for a build
        StringWriter progress = new StringWriter();

        WorkerAuditSummary summary = new WorkerAudit(
                        options, WorkerLedger.NONE, 1, List.of("netty", "vertx"), new PrintWriter(progress))
                .run(folder);

        assertThat(summary.violations()).as(summary.table("workers") + progress).isZero();
        assertThat(summary.faults(Fault.KILL_WORKER)).isEqualTo(2);
        assertThat(summary.count("result DELETED")).isGreaterThan(MESSAGES / 2);
        assertThat(summary.count("dead letter REFUSED")).isPositive();
        assertThat(summary.count("dead letter UNREADABLE")).isPositive();
        assertThat(summary.count("delivered again")).isPositive();
    }
}
