package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API key as an Authorization header. Also redacts the key from server and library text that may be logged. */
public final class BearerToken {

    private static final int MIN_SECRET_LENGTH = 8;

    private final String key;
    private final Headers headers;
    private volatile @Nullable SecretRedactor redactor; // created lazily: rarely needed

    public BearerToken(String key) {
        this.key = key;
        this.headers = Headers.of(
                "authorization", "Bearer " + key, "content-type", "application/json", "accept", "application/json");
    }

    /** The same instance for every request. */
    public Headers headers() {
        return headers;
    }

    public boolean hasValue(String other) {
        return key.equals(other);
    }

    boolean hasSameValueAs(BearerToken other) {
        return key.equals(other.key);
    }

    String redact(String text) {
        boolean isShorterThanKey = text.length() < key.length(); // true for nearly every response
        return isShorterThanKey || isTooShortToRedact() ? text : redactor().redact(text);
    }

    Headers redact(Headers received) {
        if (isTooShortToRedact()) {
            return received;
        }
        List<String> fields = new ArrayList<>();
        received.forEach((name, value) -> {
            fields.add(redact(name));
            fields.add(redact(value));
        });
        return Headers.of(fields.toArray(String[]::new));
    }

    /** If the stack trace would contain the key, returns an exception without it and without causes. */
    public TransportException redact(TransportException failure) {
        if (causesAndSuppressed(failure).stream().noneMatch(this::containsKey)) {
            return failure;
        }
        String message = redact(String.valueOf(failure.getMessage()));
        return new TransportException(failure.kind(), failure.maybeSent(), message);
    }

    private boolean containsKey(Throwable throwable) {
        String text = throwable.toString();
        return !redact(text).equals(text);
    }

    /** Keys under 8 characters are not redacted: they could match ordinary text. */
    private boolean isTooShortToRedact() {
        return key.length() < MIN_SECRET_LENGTH;
    }

    private SecretRedactor redactor() {
        SecretRedactor cached = redactor;
        if (cached == null) {
            cached = new SecretRedactor(key);
            redactor = cached;
        }
        return cached;
    }

    /** The exception, its causes and suppressed exceptions: everything its stack trace shows. */
    private static Set<Throwable> causesAndSuppressed(Throwable failure) {
        Set<Throwable> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> pending = new ArrayDeque<>(List.of(failure));
        while (!pending.isEmpty()) {
            Throwable throwable = pending.remove();
            if (visited.add(throwable)) {
                pending.addAll(List.of(throwable.getSuppressed()));
                if (throwable.getCause() != null) {
                    pending.add(throwable.getCause());
                }
            }
        }
        return visited;
    }
}
