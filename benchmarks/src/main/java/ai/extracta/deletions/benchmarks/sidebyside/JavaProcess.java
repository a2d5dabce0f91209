package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A program in its own JVM that responds to each line of its input with a line. It ends at the end of its input. */
public final class JavaProcess implements AutoCloseable {

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

    /** Starts the program; standard error is inherited. */
    public static JavaProcess start(String name, ProcessBuilder program) {
        try {
            return new JavaProcess(
                    name, program.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + name, e);
        }
    }

    /** Executes a command and returns the response. */
    String execute(String command, Duration timeout) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended; its error output is above", e);
        }
        return readResponse(timeout);
    }

    /** Returns the next line of its output. */
    public String readResponse(Duration timeout) {
        try {
            return CompletableFuture.supplyAsync(this::readLine)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalStateException ended) {
                throw ended;
            }
            throw new IllegalStateException(name + " did not respond within " + timeout, e);
        }
    }

    private String readLine() {
        try {
            String line = responses.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " has ended; its error output is above");
            }
            return line;
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    /** Valid after {@link #close()}: 0 if it ended normally. */
    int exitStatus() {
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            commands.close();
            process.waitFor(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // the process has ended already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
