package ai.extracta.deletions.internal.discovery;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Transports that only a class loader of its own can see, as in an application server. */
final class PluginFixture {

    private static final String SOURCE = """
            package plugin;

            import ai.extracta.deletions.transport.*;
            import reactor.core.publisher.Mono;

            public final class NAME implements HttpTransportProvider {
                public NAME() { CONSTRUCTOR }
                public String name() { return "NAME"; }
                public HttpTransport create(TransportSettings settings) {
                    return new HttpTransport() {
                        public Mono<TransportResponse> exchange(TransportRequest request) { return Mono.never(); }
                        public Mono<Void> closeLater() { return Mono.empty(); }
                    };
                }
            }
            """;

    private PluginFixture() {}

    /** Compiles providers into a folder, each named as its class and with what its constructor does. */
    static void compile(Path folder, Map<String, String> providers) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", classPath(), "-d", folder.toString()));
        for (Map.Entry<String, String> provider : providers.entrySet()) {
            String source = SOURCE.replace("NAME", provider.getKey()).replace("CONSTRUCTOR", provider.getValue());
            arguments.add(Files.writeString(folder.resolve(provider.getKey() + ".java"), source)
                    .toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IOException("the providers do not compile");
        }
    }

    /** A class loader that knows the compiled classes and, as services, those that are named. */
    static URLClassLoader loader(Path services, Path classes, String... registered) throws IOException {
        register(services, registered);
        return new URLClassLoader(new URL[] {url(services), url(classes)}, PluginFixture.class.getClassLoader());
    }

    /** The same with a copy of this SDK in it that has nothing to do with the one on the class path. */
    static URLClassLoader isolatedLoader(Path services, Path classes, String... registered) throws IOException {
        register(services, registered);
        Stream<URL> urls = Stream.concat(Stream.of(url(services), url(classes)), libraries());
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    private static void register(Path services, String... classNames) throws IOException {
        Path folder = Files.createDirectories(services.resolve("META-INF/services"));
        Files.write(folder.resolve(HttpTransportProvider.class.getName()), List.of(classNames));
    }

    private static String classPath() {
        return libraries().map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<URL> libraries() {
        return Stream.of(HttpTransport.class, Mono.class, Publisher.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation());
    }
}
