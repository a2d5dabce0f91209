package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A Java program in a JVM of its own that answers line for line. It ends with its input, so also when this JVM dies. */
final class JavaProcess implements AutoCloseable {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader responses;

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.responses = process.inputReader(StandardCharsets.UTF_8);
    }

    static JavaProcess start(String name, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath,
                mainClass));
        command.addAll(arguments);
        try {
            return new JavaProcess(
                    name,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + name, e);
        }
    }

    /** Has a command done and returns what it says. */
    String execute(String command, Duration timeout) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended; what it said is above", e);
        }
        return readResponse(timeout);
    }

    /** Returns the next line it says. */
    String readResponse(Duration timeout) {
        try {
            return CompletableFuture.supplyAsync(this::readLine)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalStateException ended) {
                throw ended;
            }
            throw new IllegalStateException(name + " did not answer within " + timeout, e);
        }
    }

    private String readLine() {
        try {
            String line = responses.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " has ended; what it said is above");
            }
            return line;
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be heard", e);
        }
    }

    /** Known after it was closed: 0 if it ended by itself. */
    int exitStatus() {
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            commands.close();
            process.waitFor(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // it has ended already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
