package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The server, and whoever is to call it: each in a JVM of its own. */
final class ProcessLauncher implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ClassPathResolver classPaths;
    private final JavaProcess server;
    private final String port;

    ProcessLauncher(ClassPathResolver classPaths) {
        this.classPaths = classPaths;
        this.server = JavaProcess.start(
                "the server", System.getProperty("java.class.path"), FixedResponseServer.class.getName(), List.of());
        this.port = server.readResponse(START_LIMIT);
    }

    JavaProcess start(ContenderType contender) {
        List<String> arguments = new ArrayList<>(List.of(port));
        arguments.addAll(contender.arguments());
        return JavaProcess.start(contender.label(), classPaths.of(contender), contender.mainClass(), arguments);
    }

    @Override
    public void close() {
        server.close();
    }
}
