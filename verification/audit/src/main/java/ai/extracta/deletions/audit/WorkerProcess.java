package ai.extracta.deletions.audit;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link AuditedWorker}, which ends with this JVM. */
final class WorkerProcess {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final DeliveryJournal journal;

    private WorkerProcess(String name, Process process, DeliveryJournal journal) {
        this.name = name;
        this.process = process;
        this.journal = journal;
    }

    static WorkerProcess start(
            String name, String broker, String transport, ExtractaSimulator simulator, String ledger, Path folder)
            throws IOException {
        Path journal = folder.resolve(name + ".journal");
        ProcessBuilder builder = JavaCommand.of(
                JVM_OPTIONS,
                AuditedWorker.class,
                name,
                broker,
                transport,
                simulator.baseUri().toString(),
                journal.toString(),
                ledger);
        builder.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        return new WorkerProcess(name, builder.start(), DeliveryJournal.open(journal));
    }

    String name() {
        return name;
    }

    DeliveryJournal journal() {
        return journal;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets the worker finish what it holds; does not wait for that. */
    void requestStop() throws IOException {
        process.getOutputStream().close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the worker ends as it should within some time. */
    boolean stopsInTime() throws InterruptedException {
        if (process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            return process.exitValue() == 0;
        }
        kill();
        return false;
    }
}
