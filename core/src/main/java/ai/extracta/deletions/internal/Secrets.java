package ai.extracta.deletions.internal;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the key out of everything a caller could print, should a server or a library repeat it. */
public final class Secrets {

    private static final String BLOT = "[redacted]";
    private static final int SHORTEST_SECRET = 8;
    private static final int MAX_CAUSES = 16;

    private Secrets() {}

    static String blotOut(String text, String secret) {
        return repeats(text, secret) ? text.replace(secret, BLOT) : text;
    }

    static Headers blotOut(Headers headers, String secret) {
        List<String> fields = new ArrayList<>();
        headers.forEach((name, value) -> {
            fields.add(name);
            fields.add(blotOut(value, secret));
        });
        return Headers.of(fields.toArray(String[]::new));
    }

    /** A key so short that it could be part of any word is no secret, and blotting it out would only garble. */
    private static boolean repeats(String text, String secret) {
        return secret.length() >= SHORTEST_SECRET && text.contains(secret);
    }

    /**
     * Returns the exception, or if it or a cause of it repeats the key, one that says the same without either.
     *
     * @param failure what a transport failed with
     * @param secret the key
     * @return an exception whose stack trace can be printed
     */
    public static TransportException blotOut(TransportException failure, String secret) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < MAX_CAUSES; at = at.getCause()) {
            if (repeats(String.valueOf(at.getMessage()), secret)) {
                String message = blotOut(String.valueOf(failure.getMessage()), secret);
                return new TransportException(failure.kind(), failure.maybeSent(), message);
            }
        }
        return failure;
    }
}
