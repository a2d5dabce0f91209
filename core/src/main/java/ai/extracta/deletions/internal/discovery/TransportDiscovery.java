package ai.extracta.deletions.internal.discovery;

import ai.extracta.deletions.transport.HttpTransportProvider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the transport: the named one, else the only one available; otherwise fails with instructions. */
public final class TransportDiscovery {

    /** The system property that names a transport when the builder does not. */
    public static final String PROPERTY = "extracta.deletions.transport";

    private TransportDiscovery() {}

    /**
     * Searches the SDK's class loader and the context class loader: in plugins and application servers the
     * transport may be visible to only one of them.
     */
    public static HttpTransportProvider discover(@Nullable String name) {
        List<String> unusable = new ArrayList<>();
        Map<Class<?>, HttpTransportProvider> found = new LinkedHashMap<>();
        Stream.of(
                        HttpTransportProvider.class.getClassLoader(),
                        Thread.currentThread().getContextClassLoader())
                .distinct()
                .flatMap(loader -> load(loader, unusable).stream())
                .forEach(provider -> found.putIfAbsent(provider.getClass(), provider));
        String requestedName = name != null ? name : System.getProperty(PROPERTY, "");
        return select(List.copyOf(found.values()), requestedName, unusable);
    }

    /** If the name is blank, there must be exactly one. */
    static HttpTransportProvider select(List<HttpTransportProvider> found, String name, List<String> unusable) {
        List<HttpTransportProvider> matching = found.stream()
                .filter(provider -> name.isBlank() || provider.name().equals(name))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        throw new IllegalStateException(problem(matching, name) + "\n  Found: " + describe(found)
                + unusable.stream().map(reason -> "\n  Unusable: " + reason).collect(Collectors.joining()) + "\n  "
                + advice(matching, found));
    }

    private static List<HttpTransportProvider> load(@Nullable ClassLoader loader, List<String> unusable) {
        List<HttpTransportProvider> providers = new ArrayList<>();
        var iterator =
                ServiceLoader.load(HttpTransportProvider.class, loader).stream().iterator();
        String lastReason = "";
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return providers;
                }
                providers.add(iterator.next().get());
            } catch (ServiceConfigurationError | LinkageError e) {
                String reason = e.getCause() == null ? e.toString() : e + ": " + e.getCause();
                if (reason.equals(lastReason)) {
                    return providers; // an unreadable class loader reports the same error indefinitely
                }
                unusable.add(reason);
                lastReason = reason;
            }
        }
    }

    private static String problem(List<HttpTransportProvider> matching, String requestedName) {
        String name = requestedName.isBlank() ? "" : " named \"" + requestedName + "\"";
        return matching.isEmpty()
                ? "There is no HTTP transport" + name + "."
                : "There are " + matching.size() + " HTTP transports" + name + ", and one must be chosen.";
    }

    private static String describe(List<HttpTransportProvider> found) {
        return found.isEmpty()
                ? "none"
                : found.stream()
                        .map(p -> "\"" + p.name() + "\" (" + p.getClass().getName() + " in " + origin(p) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String origin(HttpTransportProvider provider) {
        return Optional.ofNullable(provider.getClass().getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(Object::toString)
                .orElseGet(() -> String.valueOf(provider.getClass().getModule()));
    }

    private static String advice(List<HttpTransportProvider> matching, List<HttpTransportProvider> found) {
        if (matching.size() > 1) {
            return "Remove all but one from the dependencies, or choose with builder().transport(\""
                    + matching.get(0).name() + "\") or -D" + PROPERTY + "="
                    + matching.get(0).name() + ".";
        }
        return (found.isEmpty() ? "Add" : "Use a name that was found, or add")
                + " one of the dependencies ai.extracta:extracta-deletions-transport-netty (Reactor Netty) or"
                + " ai.extracta:extracta-deletions-transport-vertx (Vert.x Web Client),"
                + " or pass an instance to builder().transport(..).";
    }
}
