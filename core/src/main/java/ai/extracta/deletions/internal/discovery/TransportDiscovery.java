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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the transport: the named one, else the only one available; otherwise fails with instructions. */
public final class TransportDiscovery {

    /** The system property that names a transport when the builder does not. */
    public static final String PROPERTY = "extracta.deletions.transport";

    private static final List<String> OWN_PROVIDERS = List.of(
            "ai.extracta.deletions.transport.netty.NettyTransportProvider",
            "ai.extracta.deletions.transport.vertx.VertxTransportProvider");

    private TransportDiscovery() {}

    /**
     * Searches the SDK's class loader and the context class loader: in plugins and application servers the
     * transport may be visible to only one of them.
     */
    public static HttpTransportProvider discover(@Nullable String name) {
        return discover(name, OWN_PROVIDERS);
    }

    /** Our own providers count even where they are not registered: otherwise the choice would be a silent one. */
    static HttpTransportProvider discover(@Nullable String name, List<String> ownProviders) {
        List<String> unusable = new ArrayList<>();
        Map<Class<?>, HttpTransportProvider> found = new LinkedHashMap<>();
        classLoaders()
                .flatMap(loader -> load(loader, unusable).stream())
                .forEach(provider -> found.putIfAbsent(provider.getClass(), provider));
        List<HttpTransportProvider> providers = List.copyOf(found.values());
        String requestedName = name != null ? name : System.getProperty(PROPERTY, "");

        List<Class<?>> unregistered = unregistered(ownProviders, found.keySet(), unusable);
        unregistered.forEach(provider -> unusable.add(notRegistered(provider)));
        if (requestedName.isBlank() && !unregistered.isEmpty() && !providers.isEmpty()) {
            throw failure(providers.size() + unregistered.size(), requestedName, providers, providers, unusable);
        }
        return select(providers, requestedName, unusable);
    }

    /** If the name is blank, there must be exactly one. */
    static HttpTransportProvider select(List<HttpTransportProvider> found, String name, List<String> unusable) {
        List<HttpTransportProvider> matching = found.stream()
                .filter(provider -> name.isBlank() || provider.name().equals(name))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        throw failure(matching.size(), name, matching, found, unusable);
    }

    private static List<Class<?>> unregistered(List<String> ownProviders, Set<Class<?>> found, List<String> unusable) {
        return ownProviders.stream()
                .filter(name -> unusable.stream().noneMatch(reason -> reason.contains(name)))
                .flatMap(TransportDiscovery::loadClass)
                .filter(provider ->
                        found.stream().noneMatch(type -> type.getName().equals(provider.getName())))
                .toList();
    }

    private static Stream<ClassLoader> classLoaders() {
        return Stream.of(
                        HttpTransportProvider.class.getClassLoader(),
                        Thread.currentThread().getContextClassLoader())
                .distinct();
    }

    private static Stream<Class<?>> loadClass(String className) {
        return classLoaders()
                .<Class<?>>mapMulti((loader, found) -> {
                    try {
                        found.accept(Class.forName(className, false, loader));
                    } catch (ClassNotFoundException | LinkageError e) {
                        // not there
                    }
                })
                .limit(1);
    }

    private static String notRegistered(Class<?> provider) {
        return provider.getName() + " in " + origin(provider) + " is in no META-INF/services/"
                + HttpTransportProvider.class.getName()
                + ". Where one jar is built of several, these files must be merged"
                + " (maven-shade-plugin: ServicesResourceTransformer).";
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

    private static IllegalStateException failure(
            int candidates,
            String requestedName,
            List<HttpTransportProvider> matching,
            List<HttpTransportProvider> found,
            List<String> unusable) {
        return new IllegalStateException(problem(candidates, requestedName) + "\n  Found: " + describe(found)
                + unusable.stream().map(reason -> "\n  Unusable: " + reason).collect(Collectors.joining()) + "\n  "
                + advice(matching, found));
    }

    private static String problem(int candidates, String requestedName) {
        String name = requestedName.isBlank() ? "" : " named \"" + requestedName + "\"";
        return candidates == 0
                ? "There is no HTTP transport" + name + "."
                : "There are " + candidates + " HTTP transports" + name + ", and one must be chosen.";
    }

    private static String describe(List<HttpTransportProvider> found) {
        return found.isEmpty()
                ? "none"
                : found.stream()
                        .map(p ->
                                "\"" + p.name() + "\" (" + p.getClass().getName() + " in " + origin(p.getClass()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String origin(Class<?> provider) {
        return Optional.ofNullable(provider.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(Object::toString)
                .orElseGet(() -> String.valueOf(provider.getModule()));
    }

    private static String advice(List<HttpTransportProvider> matching, List<HttpTransportProvider> found) {
        if (!matching.isEmpty()) {
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
