package ai.extracta.deletions.internal.transport;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What an HTTP client's own request has in common with the last one to the same place, kept so that it need not be made
 * for each call: the SDK calls three places, with headers that are one and the same object as long as the key does not
 * change.
 *
 * <p>Thread-safe. Keeps a bounded number of templates; beyond that, each call makes its own.
 *
 * @param <T> the template type; shared between calls, so it must be thread-safe and independent of the request's
 * body and listener
 * @since 0.1.0
 */
public final class RequestTemplateCache<T> {

    /** More than there are endpoints. */
    private static final int MAX_TEMPLATES = 16;

    private record Key(String method, URI uri) {}

    private record Template<T>(Headers headers, T value) {}

    private final Function<TransportRequest, T> factory;
    private final Map<Key, Template<T>> templates = new ConcurrentHashMap<>();

    /**
     * Creates it without templates.
     *
     * @param factory makes one of method, URI and headers of a request
     */
    public RequestTemplateCache(Function<TransportRequest, T> factory) {
        this.factory = Objects.requireNonNull(factory, "maker");
    }

    /**
     * Returns what was made for an earlier request with the same method, URI and headers, or makes it.
     *
     * @param request what is to be sent
     * @return its template
     */
    public T get(TransportRequest request) {
        Key key = new Key(request.method(), request.uri());
        Template<T> cached = templates.get(key);
        if (cached != null && isSameInstance(cached.headers(), request.headers())) {
            return cached.value();
        }
        T created = factory.apply(request);
        if (cached != null || templates.size() < MAX_TEMPLATES) {
            templates.put(key, new Template<>(request.headers(), created));
        }
        return created;
    }

    @SuppressWarnings("ReferenceEquality") // comparing the fields would cost as much as the cache saves
    private static boolean isSameInstance(Headers one, Headers other) {
        return one == other;
    }
}
