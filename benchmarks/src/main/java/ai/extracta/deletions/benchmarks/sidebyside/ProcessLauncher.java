package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the server and the contenders, each in its own JVM. */
final class ProcessLauncher implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final ClassPathResolver classPaths;
    private final JavaProcess server;
    private final String port;

    ProcessLauncher(ClassPathResolver classPaths) {
        this.classPaths = classPaths;
        this.server = JavaProcess.start("the server", JavaCommand.of(JVM_OPTIONS, FixedResponseServer.class));
        this.port = server.readResponse(START_TIMEOUT);
    }

    JavaProcess start(ContenderType contender) {
        List<String> arguments = new ArrayList<>(List.of(port));
        arguments.addAll(contender.arguments());
        return JavaProcess.start(
                contender.label(),
                JavaCommand.of(JVM_OPTIONS, classPaths.of(contender), contender.mainClass(), arguments));
    }

    @Override
    public void close() {
        server.close();
    }
}
