package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.protocol.BearerToken;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where attempts get the API key from: a fixed one, or a supplier that is subscribed to for each attempt. */
public final class TokenSource {

    private final Mono<BearerToken> token;
    private final @Nullable BearerToken fixed;

    private TokenSource(Mono<BearerToken> token, @Nullable BearerToken fixed) {
        this.token = token;
        this.fixed = fixed;
    }

    public static TokenSource fixed(String key) {
        BearerToken token = new BearerToken(requireValid("the API key", key));
        return new TokenSource(Mono.just(token), token);
    }

    public static TokenSource supplied(Mono<String> keys) {
        TokenCache cache = new TokenCache();
        return new TokenSource(
                keys.map(key -> cache.token(requireValid("the supplied API key", key)))
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the API key supplier is empty"))),
                null);
    }

    /** Cold; emits a valid key or fails. */
    public Mono<BearerToken> token() {
        return token;
    }

    boolean isSupplied() {
        return fixed == null;
    }

    /** The key, if it is not supplied. */
    BearerToken fixed() {
        return Objects.requireNonNull(fixed, "the key is supplied");
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

    /** The latest token, since a supplied key rarely changes. */
    private static final class TokenCache {

        private volatile @Nullable BearerToken latest;

        BearerToken token(String key) {
            BearerToken known = latest;
            if (known == null || !known.hasValue(key)) {
                known = new BearerToken(key);
                latest = known;
            }
            return known;
        }
    }
}
