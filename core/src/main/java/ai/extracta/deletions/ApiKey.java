package ai.extracta.deletions;

import ai.extracta.deletions.internal.protocol.BearerToken;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The secret that a call carries as its bearer token. Never prints it.
 *
 * <p>A key is one or more visible ASCII characters; anything else, a line break at its end above all, is refused without
 * being repeated.
 *
 * @since 0.1.0
 */
public final class ApiKey {

    /** The environment variable that {@link #fromEnvironment()} reads. */
    public static final String ENVIRONMENT_VARIABLE = "EXTRACTA_API_KEY";

    private final Mono<BearerToken> token;
    private final @Nullable BearerToken fixed;

    private ApiKey(Mono<BearerToken> token, @Nullable BearerToken fixed) {
        this.token = token;
        this.fixed = fixed;
    }

    /**
     * Returns a key that stays the same.
     *
     * @param key the key as Extracta.ai shows it
     * @return the key
     * @throws IllegalArgumentException if it is empty or has a character that is not visible ASCII
     * @throws NullPointerException if it is null
     */
    public static ApiKey of(String key) {
        BearerToken token = new BearerToken(requireValid("the API key", key));
        return new ApiKey(Mono.just(token), token);
    }

    /**
     * Returns the key in the environment variable {@code EXTRACTA_API_KEY}, read now.
     *
     * @return the key
     * @throws IllegalStateException if the variable is not set, or is not a key
     */
    public static ApiKey fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Returns a key that is asked for before each attempt, so that it can be rotated while the client lives. If the server
     * answers 401, it is asked once more, and if there is another key by then, that one is tried at once: see
     * {@link RetryPolicy}.
     *
     * <p>The supplier is called on whatever thread starts the attempt and must not block. If it throws, or returns what is
     * not a key, the call fails and nothing is sent.
     *
     * @param source returns the current key
     * @return the key
     */
    public static ApiKey supplier(Supplier<String> source) {
        Objects.requireNonNull(source, "source");
        return supplier(Mono.fromSupplier(source));
    }

    /**
     * Returns a key that is asked for before each attempt, without blocking: from a vault, for example. Otherwise as
     * {@link #supplier(Supplier)}.
     *
     * <p>The Mono is subscribed to once per attempt, within the attempt's deadline; cache it if asking is costly. If it
     * fails, hangs, is empty, or emits what is not a key, the call fails and nothing is sent. A cache that outlives a 401
     * keeps the new key from being seen.
     *
     * @param source emits the current key
     * @return the key
     */
    public static ApiKey supplier(Mono<String> source) {
        Objects.requireNonNull(source, "source");
        Latest latest = new Latest();
        return new ApiKey(
                source.map(key -> latest.token(requireValid("the supplied API key", key)))
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the API key supplier is empty"))),
                null);
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

    /** Cold; emits a valid key or fails. */
    Mono<BearerToken> token() {
        return token;
    }

    /** Whether it can be another one when asked again. */
    boolean isSupplied() {
        return fixed == null;
    }

    /** Of a key that is not supplied. */
    BearerToken fixed() {
        return Objects.requireNonNull(fixed, "the key is supplied");
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }

    private static String requireValid(String what, String key) {
        Objects.requireNonNull(key, () -> what + " is null");
        if (key.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                throw new IllegalArgumentException(what + " has a character at index " + i
                        + " that is not visible ASCII, such as a space or a line break; remove it");
            }
        }
        return key;
    }

    /** What was made of the key that was supplied last: it rarely is another one. */
    private static final class Latest {

        private volatile @Nullable BearerToken token;

        BearerToken token(String key) {
            BearerToken known = token;
            if (known == null || !known.hasValue(key)) {
                known = new BearerToken(key);
                token = known;
            }
            return known;
        }
    }
}
