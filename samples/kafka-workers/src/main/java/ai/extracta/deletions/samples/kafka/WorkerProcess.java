package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A worker in a JVM of its own, which ends with this one. */
final class WorkerProcess {

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    static WorkerProcess start(String name, String bootstrapServers, ExtractaSimulator simulator) {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                name,
                bootstrapServers,
                simulator.baseUri().toString()));
        builder.environment().put("EXTRACTA_API_KEY", simulator.apiKey());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new WorkerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Lets the worker stop; returns how many redelivered requests it received. */
    long stop() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            process.getOutputStream().close();
            String redelivered = output.readLine();
            if (redelivered == null) {
                throw new IllegalStateException("a worker ended before it was stopped; see its log");
            }
            return Long.parseLong(redelivered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
