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

/** Keeps the key out of everything a caller could print, should a server or a library repeat it. */
public final class Secrets {

    private static final String BLOT = "[redacted]";
    private static final int SHORTEST_SECRET = 8;

    private Secrets() {}

    static String blotOut(String text, String secret) {
        boolean cannotHoldIt = text.length() < secret.length(); // true of nearly every receipt, and spellings are dear
        return cannotHoldIt || isTooShort(secret) ? text : blotOut(text, spellingsOf(secret));
    }

    static Headers blotOut(Headers headers, String secret) {
        if (isTooShort(secret)) {
            return headers;
        }
        Pattern spellings = spellingsOf(secret);
        List<String> fields = new ArrayList<>();
        headers.forEach((name, value) -> {
            fields.add(blotOut(name, spellings));
            fields.add(blotOut(value, spellings));
        });
        return Headers.of(fields.toArray(String[]::new));
    }

    /**
     * Returns the exception, or if it or what is behind it repeats the key, one that says the same without either.
     *
     * @param failure what a transport failed with
     * @param secret the key
     * @return an exception whose stack trace can be printed
     */
    public static TransportException blotOut(TransportException failure, String secret) {
        if (isTooShort(secret)) {
            return failure;
        }
        Pattern spellings = spellingsOf(secret);
        if (everythingBehind(failure).stream()
                .noneMatch(at -> spellings.matcher(at.toString()).find())) {
            return failure;
        }
        String message = blotOut(String.valueOf(failure.getMessage()), spellings);
        return new TransportException(failure.kind(), failure.maybeSent(), message);
    }

    /** A key so short that it could be part of any word is no secret, and blotting it out would only garble. */
    private static boolean isTooShort(String secret) {
        return secret.length() < SHORTEST_SECRET;
    }

    private static String blotOut(String text, Pattern spellings) {
        return spellings.matcher(text).replaceAll(BLOT);
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
