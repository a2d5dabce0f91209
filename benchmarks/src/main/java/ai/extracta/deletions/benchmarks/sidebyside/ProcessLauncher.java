package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.testkit.internal.JavaCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts the server and the contenders, each in its own JVM. */
final class ProcessLauncher implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final ClassPathResolver classPaths;
    private final @Nullable ServerCertificate certificate;
    private final JavaProcess server;
    private final String origin;
    private final Function<ContenderType, List<String>> clientOptions;

    ProcessLauncher(ClassPathResolver classPaths, boolean tls, ConnectionMode mode) {
        this(classPaths, tls, mode, withDefaults -> List.of());
    }

    ProcessLauncher(
            ClassPathResolver classPaths,
            boolean tls,
            ConnectionMode mode,
            Function<ContenderType, List<String>> clientOptions) {
        this.clientOptions = clientOptions;
        this.classPaths = classPaths;
        this.certificate = tls ? ServerCertificate.create() : null;
        List<String> arguments =
                certificate == null ? List.of() : List.of(certificate.keyStore().toString(), mode.name());
        String classPath = System.getProperty("java.class.path");
        this.server = JavaProcess.start(
                "the server", JavaCommand.of(JVM_OPTIONS, classPath, FixedResponseServer.class.getName(), arguments));
        this.origin = (tls ? "https" : "http") + "://127.0.0.1:" + server.readResponse(START_TIMEOUT);
    }

    String origin() {
        return origin;
    }

    /** The server's handshakes since the last call. */
    Handshakes takeHandshakes() {
        return Handshakes.parse(server.execute("handshakes", START_TIMEOUT));
    }

    JavaProcess start(ContenderType contender) {
        return start(contender, classPaths.of(contender), List.of());
    }

    JavaProcess start(ContenderType contender, String classPath, List<String> moreOptions) {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(clientOptions.apply(contender));
        options.addAll(moreOptions);
        if (certificate != null) {
            options.addAll(certificate.clientOptions());
        }
        List<String> arguments = new ArrayList<>(List.of(origin));
        arguments.addAll(contender.arguments());
        return JavaProcess.start(
                contender.label(), JavaCommand.of(options, classPath, contender.mainClass(), arguments));
    }

    @Override
    public void close() {
        server.close();
        if (certificate != null) {
            certificate.close();
        }
    }
}
