package ai.extracta.deletions.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * No complete response was received.
 *
 * <p>Reports what went wrong and whether the request may have been processed. The latter is derived from the phase of
 * the exchange and from what the server said, never from the type of the underlying exception: the same exception can
 * mean either.
 *
 * @since 0.1.0
 */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 16;

    /** What went wrong. */
    private final Kind kind;

    /** Whether the request may have reached the server. */
    private final boolean maybeSent;

    /**
     * Creates the exception.
     *
     * @param kind what went wrong
     * @param maybeSent false only if the request was certainly not processed: no byte of it left this process, or
     * the server said so
     * @param message what happened, without a header's value
     * @param cause the HTTP client's own exception
     */
    public TransportException(Kind kind, boolean maybeSent, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.maybeSent = maybeSent;
    }

    /**
     * Creates the exception without a cause.
     *
     * @param kind what went wrong
     * @param maybeSent false only if the request was certainly not processed: no byte of it left this process, or
     * the server said so
     * @param message what happened, without a header's value
     */
    public TransportException(Kind kind, boolean maybeSent, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.maybeSent = maybeSent;
    }

    /**
     * Maps any failure of an HTTP client or of the JDK to the same exception on every transport. A transport
     * handles its client's own exception types first and passes the rest to this method.
     *
     * @param failure what the client failed with
     * @param maybeSent false only if the request was certainly not processed: no byte of it left this process, or
     * the server said so
     * @return the failure itself if it is of this type, otherwise one that has it as its cause
     */
    public static TransportException of(Throwable failure, boolean maybeSent) {
        if (failure instanceof TransportException known) {
            return known;
        }
        return of(kind(failure, maybeSent), maybeSent, failure);
    }

    /**
     * Creates the exception for a failure of a known kind.
     *
     * @param kind what went wrong
     * @param maybeSent false only if the request was certainly not processed: no byte of it left this process, or
     * the server said so
     * @param failure what the client failed with
     * @return an exception that has the failure as its cause
     */
    public static TransportException of(Kind kind, boolean maybeSent, Throwable failure) {
        return new TransportException(kind, maybeSent, kind.summary + ": " + describe(failure), failure);
    }

    /** With the innermost reason, which HTTP clients often wrap in a general failure. */
    private static String describe(Throwable failure) {
        String description = failure.toString();
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        String reason = Objects.requireNonNullElse(root.getMessage(), root.toString());
        return description.contains(reason) ? description : description + ": " + root;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }

    private static Kind kind(Throwable failure, boolean maybeSent) {
        if (isCausedBy(failure, LinkageError.class)) {
            return Kind.INCOMPATIBLE_LIBRARY;
        }
        if (isCausedBy(failure, Error.class)) {
            return Kind.INTERNAL;
        }
        return maybeSent ? kindAfterSending(failure) : kindBeforeSending(failure);
    }

    private static Kind kindBeforeSending(Throwable failure) {
        if (isCausedBy(failure, UnknownHostException.class) || isCausedBy(failure, UnresolvedAddressException.class)) {
            return Kind.DNS;
        }
        if (isCausedBy(failure, SSLException.class)) {
            return Kind.TLS;
        }
        return isCausedBy(failure, TimeoutException.class) ? Kind.POOL : Kind.CONNECT;
    }

    private static Kind kindAfterSending(Throwable failure) {
        if (isCausedBy(failure, TimeoutException.class) || isCausedBy(failure, SocketTimeoutException.class)) {
            return Kind.TIMEOUT;
        }
        if (isCausedBy(failure, SSLException.class)) {
            return Kind.TLS;
        }
        boolean badHttp = isCausedBy(failure, ProtocolException.class) || !isCausedBy(failure, IOException.class);
        return badHttp ? Kind.PROTOCOL : Kind.CONNECTION_LOST;
    }

    /**
     * Returns whether a failure or one of its causes has the given type. HTTP clients often wrap the decisive
     * exception.
     *
     * @param failure the failure
     * @param type the type to look for
     * @return true if found
     */
    public static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        return causes(failure).anyMatch(type::isInstance);
    }

    /** {@return what went wrong, the same for the same fault on every transport} */
    public Kind kind() {
        return kind;
    }

    /**
     * {@return whether the request may have been processed, false only if it certainly was not: no byte of it left this
     * process, or the server said so}
     */
    public boolean maybeSent() {
        return maybeSent;
    }

    /**
     * What went wrong.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** The host name could not be resolved. */
        DNS("the host name could not be resolved; check its spelling, and the DNS or hosts file of this machine, or set"
                + " TransportSettings.hostResolver"),
        /** No connection, to the server or to the proxy: refused, unreachable or timed out. */
        CONNECT("no connection"),
        /**
         * The TLS handshake failed: untrusted, wrong name, expired, not TLS at all, timed out, or without the client
         * certificate that the server requires, which in TLS 1.3 is reported only after the request was sent.
         */
        TLS("the TLS handshake failed"),
        /** The proxy refused the tunnel, or the request is not encrypted and the proxy could read it. */
        PROXY("the proxy refused or failed"),
        /** No connection of the pool became free. */
        POOL("no connection became free"),
        /** A time limit passed. */
        TIMEOUT("a time limit passed"),
        /** The connection was closed before the response was complete. */
        CONNECTION_LOST("the connection was closed before the response was complete"),
        /** The server said, over HTTP/2, that it did not process the request and will not. */
        NOT_PROCESSED("the server did not process the request"),
        /**
         * The server asked for fewer requests without a response, by {@code ENHANCE_YOUR_CALM} over HTTP/2. The client
         * pauses as after a 429.
         */
        THROTTLED("the server wants fewer requests"),
        /** What came back is not valid HTTP. */
        PROTOCOL("the response is not valid HTTP"),
        /** The response exceeds the configured maximum; the rest was not read. */
        RESPONSE_TOO_LARGE("the response is too large"),
        /** The transport was closed. */
        CLOSED("the transport was closed"),
        /**
         * A class or method is missing: a library on the class path is older or newer than this transport needs.
         * Trying again cannot help.
         */
        INCOMPATIBLE_LIBRARY("a library has an incompatible version"),
        /** An {@link Error} in this process, such as an {@link OutOfMemoryError}. */
        INTERNAL("an error in this process");

        private final String summary;

        Kind(String summary) {
            this.summary = summary;
        }
    }
}
