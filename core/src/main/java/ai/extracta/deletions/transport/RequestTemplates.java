package ai.extracta.deletions.transport;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What an HTTP client's own request has in common with the last one to the same place, kept so that it need not be made for each
 * call: the SDK calls three places, with headers that are one and the same object as long as the key does not change.
 *
 * <p>Thread-safe. Keeps a bounded number of templates; beyond that, each call makes its own.
 *
 * @param <T> what a transport makes of method, URI and headers; it is shared by calls, so it must be thread-safe and must not
 *     depend on a request's body or listener
 * @since 0.1.0
 */
public final class RequestTemplates<T> {

    /** More than there are endpoints. */
    private static final int MOST = 16;

    private record Target(String method, URI uri) {}

    private record Template<T>(Headers headers, T made) {}

    private final Function<TransportRequest, T> maker;
    private final Map<Target, Template<T>> templates = new ConcurrentHashMap<>();

    /**
     * Creates it without templates.
     *
     * @param maker makes one of method, URI and headers of a request
     */
    public RequestTemplates(Function<TransportRequest, T> maker) {
        this.maker = Objects.requireNonNull(maker, "maker");
    }

    /**
     * Returns what was made for an earlier request with the same method, URI and headers, or makes it.
     *
     * @param request what is to be sent
     * @return its template
     */
    public T of(TransportRequest request) {
        Target target = new Target(request.method(), request.uri());
        Template<T> known = templates.get(target);
        if (known != null && isSame(known.headers(), request.headers())) {
            return known.made();
        }
        T made = maker.apply(request);
        if (known != null || templates.size() < MOST) {
            templates.put(target, new Template<>(request.headers(), made));
        }
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // to compare their fields would cost as much as what is saved
    private static boolean isSame(Headers one, Headers other) {
        return one == other;
    }
}
