package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of each contender: this JVM's for the SDK and the bare clients, that of its module for a peer, and for
 * the SDK of another revision that revision's classes and libraries before this JVM's.
 *
 * @param benchmarks the folder {@code benchmarks}, built
 * @param revision the folder of the other revision, built, if there is one
 */
record ClassPathResolver(Path benchmarks, Optional<Path> revision) {

    private static final List<String> TRANSPORTS = List.of("transport-netty", "transport-vertx");

    private static final Pattern LIBRARY = Pattern.compile(
            "(netty-common|reactor-core|reactor-netty-core|vertx-core|vertx-web-client|spring-webflux|jackson-databind"
                    + "|azure-core|azure-core-http-netty|azure-core-http-vertx|netty-nio-client)-(\\d.*)\\.jar");

    String of(ContenderType contender) {
        if (contender.isPeer()) {
            return ofModule(
                    benchmarks.resolve("peers").resolve(contender.overHttp11().label()));
        }
        String own = System.getProperty("java.class.path");
        return contender.isBaseRevision()
                ? ofTransports(revision.orElseThrow()) + File.pathSeparator + withoutSdk(own)
                : own;
    }

    private static String ofTransports(Path revision) {
        return TRANSPORTS.stream()
                .map(module -> ofModule(revision.resolve(module)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String ofModule(Path module) {
        Path target = module.resolve("target");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(target.resolve("runtime.classpath")).strip();
        } catch (IOException e) {
            throw new IllegalStateException(module.getFileName() + " is not built; bin/benchmark builds it", e);
        }
    }

    /** A class that the other revision does not have yet must not be found in this one. */
    private String withoutSdk(String classPath) {
        List<Path> modules = Stream.concat(Stream.of("core"), TRANSPORTS.stream())
                .map(module -> benchmarks
                        .toAbsolutePath()
                        .resolve("..")
                        .resolve(module)
                        .normalize())
                .toList();
        return entries(classPath)
                .filter(entry -> modules.stream().noneMatch(Path.of(entry).toAbsolutePath()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> entries(String classPath) {
        return Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator), -1));
    }

    /** The relevant libraries on a class path, each with its version. */
    static List<String> libraries(String classPath) {
        return entries(classPath)
                .map(entry -> LIBRARY.matcher(new File(entry).getName()))
                .filter(Matcher::matches)
                .map(jar -> jar.group(1) + " " + jar.group(2))
                .distinct()
                .sorted()
                .toList();
    }
}
