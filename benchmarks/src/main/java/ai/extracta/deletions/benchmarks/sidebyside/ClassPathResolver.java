package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class path of each contender: this JVM's for the SDK and the bare clients, that of its module for a peer.
 *
 * @param benchmarks the folder {@code benchmarks}, built
 */
record ClassPathResolver(Path benchmarks) {

    private static final Pattern LIBRARY = Pattern.compile(
            "(netty-common|reactor-core|reactor-netty-core|vertx-core|vertx-web-client|spring-webflux|jackson-databind"
                    + "|azure-core|azure-core-http-netty|azure-core-http-vertx|netty-nio-client)-(\\d.*)\\.jar");

    String of(ContenderType contender) {
        if (!contender.isPeer()) {
            return System.getProperty("java.class.path");
        }
        Path target = benchmarks.resolve("peers").resolve(contender.label()).resolve("target");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(target.resolve("runtime.classpath")).strip();
        } catch (IOException e) {
            throw new IllegalStateException(contender.label() + " is not built; bin/benchmark builds it", e);
        }
    }

    /** The relevant libraries on a class path, each with its version. */
    static List<String> libraries(String classPath) {
        return Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator), -1))
                .map(entry -> LIBRARY.matcher(new File(entry).getName()))
                .filter(Matcher::matches)
                .map(jar -> jar.group(1) + " " + jar.group(2))
                .sorted()
                .toList();
    }
}
