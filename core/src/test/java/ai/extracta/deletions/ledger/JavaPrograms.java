package ai.extracta.deletions.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Starts programs that use a ledger in JVMs of their own. */
final class JavaPrograms {

    private JavaPrograms() {}

    /** Its standard error is that of this process. */
    static Process start(Class<?> program, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Surefire may put the class path into a manifest. */
    private static String classPath() {
        return Stream.of(
                        JavaPrograms.class,
                        FileLedger.class,
                        Mono.class,
                        Publisher.class,
                        JsonMapper.class,
                        JsonGenerator.class,
                        com.fasterxml.jackson.annotation.JsonFormat.class,
                        LoggerFactory.class,
                        NullMarked.class)
                .map(JavaPrograms::locationOf)
                .distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String locationOf(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
