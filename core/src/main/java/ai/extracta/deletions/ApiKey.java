package ai.extracta.deletions;

import ai.extracta.deletions.internal.call.TokenSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The secret that authenticates calls, sent as a bearer token. Never printed.
 *
 * <p>A key consists of one or more visible ASCII characters. Anything else is rejected without being repeated in the
 * message, above all a trailing line break; so are quotes around it, and a placeholder such as <code>${NAME}</code>
 * that nothing has replaced.
 *
 * @since 0.1.0
 */
public final class ApiKey {

    /** The environment variable that {@link #fromEnvironment()} reads. */
    public static final String ENVIRONMENT_VARIABLE = "EXTRACTA_API_KEY";

    private final TokenSource tokens;

    private ApiKey(TokenSource tokens) {
        this.tokens = tokens;
    }

    /**
     * Returns a fixed key.
     *
     * @param key the key as Extracta.ai shows it
     * @return the key
     * @throws IllegalArgumentException if it is empty, has a character that is not visible ASCII, is quoted, or is a
     *     placeholder
     * @throws NullPointerException if it is null
     */
    public static ApiKey of(String key) {
        return new ApiKey(TokenSource.fixed(key));
    }

    /**
     * Returns the key in the environment variable {@code EXTRACTA_API_KEY}, read now.
     *
     * @return the key
     * @throws IllegalStateException if the variable is not set or is not a valid key
     */
    public static ApiKey fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Returns a key that is requested before each attempt, so that it can be rotated while the client is open. After a
     * 401 it is requested once more; if it has changed, the call is retried immediately: see {@link RetryPolicy}.
     *
     * <p>The supplier is called on whichever thread starts the attempt and must not block. If it throws or returns an
     * invalid key, the call fails and nothing is sent.
     *
     * @param source returns the current key
     * @return the key
     */
    public static ApiKey supplier(Supplier<String> source) {
        Objects.requireNonNull(source, "source");
        return supplier(Mono.fromSupplier(source));
    }

    /**
     * Returns a key that is requested before each attempt without blocking: from a vault, for example. Otherwise the
     * same as {@link #supplier(Supplier)}.
     *
     * <p>The Mono is subscribed to once per attempt, within the attempt's deadline; cache it if that is expensive. If
     * it fails, never completes, is empty, or emits an invalid key, the call fails and nothing is sent. A cache that
     * outlives a 401 hides the new key.
     *
     * @param source emits the current key
     * @return the key
     */
    public static ApiKey supplier(Mono<String> source) {
        return new ApiKey(TokenSource.supplied(Objects.requireNonNull(source, "source")));
    }

    static ApiKey fromEnvironment(Map<String, String> environment) {
        String key = environment.get(ENVIRONMENT_VARIABLE);
        if (key == null) {
            throw new IllegalStateException(
                    "the environment variable " + ENVIRONMENT_VARIABLE + " is not set; set it, or use ApiKey.of(..)");
        }
        try {
            return of(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the environment variable " + ENVIRONMENT_VARIABLE + ": " + e.getMessage(), e);
        }
    }

    TokenSource tokens() {
        return tokens;
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }
}
