package ai.extracta.deletions.internal.transport;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Caches the HTTP client's own form of method, URI and headers. The SDK calls three endpoints, and its headers are the
 * same instance until the key changes. Templates are shared between calls. Thread-safe.
 *
 * <p>The key of the map is not a record of ours: on Java 17, the JDK keeps the class of the record whose {@code equals}
 * it generated last, and so its class loader.
 *
 * @param <T> the client's own form
 */
public final class RequestTemplateCache<T> {

    /** More than there are endpoints. */
    private static final int MAX_TEMPLATES = 16;

    private record Template<T>(String method, Headers headers, T value) {}

    private final Function<TransportRequest, T> factory;
    private final Map<URI, Template<T>> templates = new ConcurrentHashMap<>();

    /**
     * Creates an empty cache.
     *
     * @param factory creates a template; must not depend on the body or the listener of a request
     */
    public RequestTemplateCache(Function<TransportRequest, T> factory) {
        this.factory = Objects.requireNonNull(factory, "factory");
    }

    /**
     * Returns the template of the request's method, URI and headers.
     *
     * @param request any request
     * @return a cached or a new template
     */
    public T get(TransportRequest request) {
        Template<T> cached = templates.get(request.uri());
        if (cached != null && fits(cached, request)) {
            return cached.value();
        }
        T created = factory.apply(request);
        if (cached != null || templates.size() < MAX_TEMPLATES) {
            templates.put(request.uri(), new Template<>(request.method(), request.headers(), created));
        }
        return created;
    }

    private static boolean fits(Template<?> template, TransportRequest request) {
        return template.method().equals(request.method()) && isSameInstance(template.headers(), request.headers());
    }

    @SuppressWarnings("ReferenceEquality") // comparing the fields would cost as much as the cache saves
    private static boolean isSameInstance(Headers one, Headers other) {
        return one == other;
    }
}
