package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The server, and whoever is to call it: each in a JVM of its own. */
final class Fleet implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ClassPaths classPaths;
    private final JavaProcess server;
    private final String port;

    Fleet(ClassPaths classPaths) {
        this.classPaths = classPaths;
        this.server = JavaProcess.start(
                "the server", System.getProperty("java.class.path"), AnswerServer.class.getName(), List.of());
        this.port = server.answer(START_LIMIT);
    }

    JavaProcess start(Entrant entrant) {
        List<String> arguments = new ArrayList<>(List.of(port));
        arguments.addAll(entrant.arguments());
        return JavaProcess.start(entrant.label(), classPaths.of(entrant), entrant.mainClass(), arguments);
    }

    @Override
    public void close() {
        server.close();
    }
}
