package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.internal.protocol.BearerToken;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where attempts get the API key from: a fixed one, or a supplier that is subscribed to for each attempt. */
public final class TokenSource {

    /** {@code ${..}}, {@code #{..}}, {@code {{..}}}, {@code <..>}, {@code %..%}, {@code @..@}, {@code [..]}. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("[$#]\\{|\\{\\{|^<.*>$|^\\[.*]$|^%[A-Za-z].*%$|^@[A-Za-z].*@$");

    private static final Pattern QUOTED = Pattern.compile("([\"'`]).*\\1|[\"'`].*|.*[\"'`]");

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
        AtomicReference<BearerToken> latest = new AtomicReference<>(new BearerToken("")); // a key rarely changes
        Mono<BearerToken> token = keys.map(key -> {
            requireValid("the supplied API key", key);
            BearerToken known = Objects.requireNonNull(latest.get());
            if (!known.hasValue(key)) {
                known = new BearerToken(key);
                latest.set(known);
            }
            return known;
        });
        return new TokenSource(
                token.switchIfEmpty(Mono.error(() -> new IllegalStateException("the API key supplier is empty"))),
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
        if (PLACEHOLDER.matcher(key).find()) {
            throw new IllegalArgumentException(what + " is a placeholder that nothing has replaced, such as ${NAME} or"
                    + " <apiKey>; set what it stands for");
        }
        if (QUOTED.matcher(key).matches()) {
            throw new IllegalArgumentException(what + " is enclosed in quotes; remove them");
        }
        return key;
    }
}
