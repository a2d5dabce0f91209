package ai.extracta.deletions.micrometer;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an observed attempt. The carrier holds the headers that a propagator adds; the response is how
 * the attempt ended, {@code null} until then.
 *
 * @since 0.1.0
 */
public final class AttemptObservationContext extends RequestReplySenderContext<Map<String, String>, AttemptResult> {

    private final DeletionRequest request;
    private final int attempt;
    private @Nullable URI uri;

    AttemptObservationContext(DeletionRequest request, int attempt) {
        super((headers, name, value) -> Objects.requireNonNull(headers).put(name, value));
        this.request = request;
        this.attempt = attempt;
        setCarrier(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
        setRemoteServiceName("extracta.ai");
    }

    /** {@return what to delete} */
    public DeletionRequest getRequest() {
        return request;
    }

    /** {@return the number of the attempt, from 1} */
    public int getAttempt() {
        return attempt;
    }

    /** {@return where the request goes, which has no ids; empty if it was not sent for want of a key} */
    public Optional<URI> getUri() {
        return Optional.ofNullable(uri);
    }

    void setUri(URI uri) {
        this.uri = uri;
    }

    Headers headers() {
        return Headers.copyOf(Objects.requireNonNull(getCarrier()).entrySet());
    }
}
