package ai.extracta.deletions.internal;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The key as it is sent, and what keeps it out of everything a caller could print, should a server or a library repeat it. */
public final class BearerToken {

    private static final String BLOT = "[redacted]";
    private static final int SHORTEST_SECRET = 8;

    private final String key;
    private final Headers headers;
    private volatile @Nullable Pattern spellings; // dear, and rarely needed

    /**
     * Takes the key.
     *
     * @param key a valid one
     */
    public BearerToken(String key) {
        this.key = key;
        this.headers = Headers.of(
                "authorization", "Bearer " + key, "content-type", "application/json", "accept", "application/json");
    }

    /** Returns the headers of every request with this key. */
    public Headers headers() {
        return headers;
    }

    /**
     * Tells whether it is this one.
     *
     * @param other a key
     * @return true if they are the same
     */
    public boolean isOf(String other) {
        return key.equals(other);
    }

    boolean isSameAs(BearerToken other) {
        return key.equals(other.key);
    }

    String blotOut(String text) {
        boolean cannotHoldIt = text.length() < key.length(); // true of nearly every receipt
        return cannotHoldIt || isTooShort() ? text : blotOut(text, spellings());
    }

    Headers blotOut(Headers echoing) {
        if (isTooShort()) {
            return echoing;
        }
        List<String> fields = new ArrayList<>();
        echoing.forEach((name, value) -> {
            fields.add(blotOut(name));
            fields.add(blotOut(value));
        });
        return Headers.of(fields.toArray(String[]::new));
    }

    /**
     * Returns the exception, or if it or what is behind it repeats the key, one that says the same without either.
     *
     * @param failure what a transport failed with
     * @return an exception whose stack trace can be printed
     */
    public TransportException blotOut(TransportException failure) {
        if (isTooShort()
                || everythingBehind(failure).stream()
                        .noneMatch(at -> spellings().matcher(at.toString()).find())) {
            return failure;
        }
        String message = blotOut(String.valueOf(failure.getMessage()));
        return new TransportException(failure.kind(), failure.maybeSent(), message);
    }

    /** A key so short that it could be part of any word is no secret, and blotting it out would only garble. */
    private boolean isTooShort() {
        return key.length() < SHORTEST_SECRET;
    }

    private static String blotOut(String text, Pattern spellings) {
        return spellings.matcher(text).replaceAll(BLOT);
    }

    private Pattern spellings() {
        Pattern known = spellings;
        if (known == null) {
            known = spellingsOf(key);
            spellings = known;
        }
        return known;
    }

    /**
     * As it is, with JSON's escapes, which many servers use for a slash, a plus or an equals sign, or with a URI's; in any
     * case, since Netty repeats in capitals what it took for the name of a protocol.
     */
    private static Pattern spellingsOf(String secret) {
        String spellings = secret.chars()
                .mapToObj(c -> String.format(Locale.ROOT, "(?:\\\\?\\x%02x|\\\\u%04x|%%%02x)", c, c, c))
                .collect(Collectors.joining());
        return Pattern.compile(spellings, Pattern.CASE_INSENSITIVE);
    }

    /** The exception, its causes and what was suppressed in them: all that its stack trace shows. */
    private static Set<Throwable> everythingBehind(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> next = new ArrayDeque<>(List.of(failure));
        while (!next.isEmpty()) {
            Throwable at = next.remove();
            if (seen.add(at)) {
                next.addAll(List.of(at.getSuppressed()));
                if (at.getCause() != null) {
                    next.add(at.getCause());
                }
            }
        }
        return seen;
    }
}
