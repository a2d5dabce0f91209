package ai.extracta.deletions.transport;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Settings that every transport implements in the same way. Immutable.
 *
 * <pre>{@code
 * TransportSettings settings = TransportSettings.builder()
 *         .proxy(new InetSocketAddress("proxy.example", 3128))
 *         .trust(List.of(companyRoot))
 *         .build();
 * }</pre>
 *
 * <p>Some things cannot be set, because a deletion depends on them: redirects are never followed, nothing is sent
 * twice, certificates and host names are always verified, and only TLS 1.2 and 1.3, HTTP/1.1 and, if it is asked for,
 * HTTP/2 are spoken.
 *
 * @since 0.1.0
 */
public final class TransportSettings {

    /** 24 days: what HTTP clients count in milliseconds as an {@code int}. */
    private static final Duration MAX_DURATION = Duration.ofMillis(Integer.MAX_VALUE);

    /** As many as there are ports; pools allocate room for all of them. */
    private static final int MAX_CONNECTIONS = 65_535;

    private static final TransportSettings DEFAULTS = builder().build();

    private final Builder values;

    private TransportSettings(Builder values) {
        this.values = values;
    }

    /** {@return the default settings} */
    public static TransportSettings defaults() {
        return DEFAULTS;
    }

    /** {@return a new builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a new builder with these settings} */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** {@return which versions of HTTP may be spoken, {@link Protocol#HTTP_1_1} by default} */
    public Protocol protocol() {
        return values.protocol;
    }

    /** {@return the maximum number of connections, 16 by default} */
    public int maxConnections() {
        return values.maxConnections;
    }

    /**
     * {@return the timeout for resolving a host name, and then for opening a TCP connection to each of its addresses,
     * 5 seconds by default}
     */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** {@return the timeout of a TLS handshake, 5 seconds by default} */
    public Duration tlsHandshakeTimeout() {
        return values.tlsHandshakeTimeout;
    }

    /**
     * {@return how long an idle connection is kept, in whole seconds, 3 by default} That is below the 5-second
     * keep-alive of common servers, so that a request is not written to a connection that the server is closing.
     */
    public Duration maxIdleTime() {
        return values.maxIdleTime;
    }

    /**
     * {@return the maximum size of a response body in bytes, 1 MiB by default} If it is exceeded, the connection is
     * closed and the rest is not read.
     */
    public int maxResponseBytes() {
        return values.maxResponseBytes;
    }

    /** {@return the maximum size of a response's header section in bytes, 8 KiB by default} */
    public int maxHeaderBytes() {
        return values.maxHeaderBytes;
    }

    /**
     * {@return the product and version at the start of the {@code user-agent} header, {@code extracta-deletions/} and
     * this version by default} A transport appends its name in parentheses.
     */
    public String userAgent() {
        return values.userAgent;
    }

    /** {@return the resolver of host names, {@link HostResolver#SYSTEM} by default} */
    public HostResolver hostResolver() {
        return values.hostResolver;
    }

    /** {@return the forward proxy through which every connection is tunnelled with CONNECT, empty by default} */
    public Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(values.proxy);
    }

    /** {@return a copy of the proxy's Basic credentials, which may be wiped; empty by default} */
    public Optional<PasswordAuthentication> proxyCredentials() {
        return Optional.ofNullable(values.proxyCredentials)
                .map(credentials -> new PasswordAuthentication(credentials.getUserName(), credentials.getPassword()));
    }

    /** {@return the trust manager for the certificates that were set, empty by default for the JVM's own} */
    public Optional<X509TrustManager> trustManager() {
        return Optional.ofNullable(values.trustManager);
    }

    /** {@return the key manager for the client certificate, empty by default} */
    public Optional<X509KeyManager> keyManager() {
        return Optional.ofNullable(values.keyManager);
    }

    /** Omits credentials and keys. */
    @Override
    public String toString() {
        return "TransportSettings[protocol=" + protocol() + ", maxConnections=" + maxConnections() + ", connectTimeout="
                + connectTimeout()
                + ", tlsHandshakeTimeout=" + tlsHandshakeTimeout() + ", maxIdleTime=" + maxIdleTime()
                + ", maxResponseBytes=" + maxResponseBytes() + ", maxHeaderBytes=" + maxHeaderBytes() + ", proxy="
                + proxy().map(Object::toString).orElse("none") + "]";
    }

    /**
     * Which versions of HTTP a transport may speak.
     *
     * @since 0.1.0
     */
    public enum Protocol {
        /** Only HTTP/1.1. */
        HTTP_1_1,
        /**
         * HTTP/2 if the server selects it by ALPN during the TLS handshake (RFC 9113 section 3.2), otherwise, and
         * without TLS, HTTP/1.1. Over HTTP/2, as many requests share a connection as the server permits. A transport
         * that does not support HTTP/2, such as that on Vert.x, speaks HTTP/1.1.
         */
        HTTP_2_OR_1_1
    }

    /**
     * Collects settings. Not thread-safe; can be used again after {@link #build()}.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private Protocol protocol = Protocol.HTTP_1_1;
        private int maxConnections = 16;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration tlsHandshakeTimeout = Duration.ofSeconds(5);
        private Duration maxIdleTime = Duration.ofSeconds(3);
        private int maxResponseBytes = 1 << 20;
        private int maxHeaderBytes = 8 << 10;
        private String userAgent = "extracta-deletions/" + SdkVersion.CURRENT;
        private HostResolver hostResolver = HostResolver.SYSTEM;
        private @Nullable InetSocketAddress proxy;
        private @Nullable PasswordAuthentication proxyCredentials;
        private @Nullable X509TrustManager trustManager;
        private @Nullable X509KeyManager keyManager;

        private Builder() {}

        private Builder(Builder other) {
            protocol = other.protocol;
            maxConnections = other.maxConnections;
            connectTimeout = other.connectTimeout;
            tlsHandshakeTimeout = other.tlsHandshakeTimeout;
            maxIdleTime = other.maxIdleTime;
            maxResponseBytes = other.maxResponseBytes;
            maxHeaderBytes = other.maxHeaderBytes;
            userAgent = other.userAgent;
            hostResolver = other.hostResolver;
            proxy = other.proxy;
            proxyCredentials = other.proxyCredentials;
            trustManager = other.trustManager;
            keyManager = other.keyManager;
        }

        /**
         * Sets which versions of HTTP may be spoken. The receipt, the exception and the listener tell which one was.
         *
         * @param versions the versions
         * @return this builder
         */
        public Builder protocol(Protocol versions) {
            protocol = Objects.requireNonNull(versions, "versions");
            return this;
        }

        /**
         * Sets how many connections are opened at most. A client that creates its own transport sets this to its
         * limit of calls in flight.
         *
         * @param connections at least 1; more than 65,535 count as that
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxConnections(int connections) {
            maxConnections = Math.min(atLeast("maxConnections", 1, connections), MAX_CONNECTIONS);
            return this;
        }

        /**
         * Sets how long it may take to resolve a host name, and then to open a TCP connection to each of its addresses.
         * The deadline of an attempt bounds all of that. A call cancelled meanwhile keeps its place in the pool until
         * then, so keep it short.
         *
         * @param timeout at least 1 millisecond; more than 24 days count as that
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = atLeast("connectTimeout", Duration.ofMillis(1), timeout);
            return this;
        }

        /**
         * Sets how long a TLS handshake may take. A call cancelled meanwhile keeps its place in the pool until then, so
         * keep it short.
         *
         * @param timeout at least 1 millisecond; more than 24 days count as that
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder tlsHandshakeTimeout(Duration timeout) {
            tlsHandshakeTimeout = atLeast("tlsHandshakeTimeout", Duration.ofMillis(1), timeout);
            return this;
        }

        /**
         * Sets how long an unused connection is kept. Must be shorter than the keep-alive timeout of the server and
         * of any intermediary. What a server announces in {@code Keep-Alive} can shorten this time, not extend it.
         *
         * @param time at least 1 second; parts of a second are dropped, more than 24 days count as that
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxIdleTime(Duration time) {
            maxIdleTime = Duration.ofSeconds(
                    atLeast("maxIdleTime", Duration.ofSeconds(1), time).toSeconds());
            return this;
        }

        /**
         * Sets the maximum size of a response body.
         *
         * @param bytes at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxResponseBytes(int bytes) {
            maxResponseBytes = atLeast("maxResponseBytes", 1, bytes);
            return this;
        }

        /**
         * Sets the maximum size of a response's header section.
         *
         * @param bytes at least 1024
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxHeaderBytes(int bytes) {
            maxHeaderBytes = atLeast("maxHeaderBytes", 1024, bytes);
            return this;
        }

        /**
         * Sets what the {@code user-agent} header begins with.
         *
         * @param product product and version, for example {@code archive/2.1}
         * @return this builder
         * @throws IllegalArgumentException if it is blank or cannot stand in a header
         */
        public Builder userAgent(String product) {
            if (product.isBlank()) {
                throw new IllegalArgumentException("userAgent is blank");
            }
            HttpSyntax.requireField("user-agent", product);
            userAgent = product;
            return this;
        }

        /**
         * Sets how host names are resolved. All addresses of a host are tried, one after the other, until a connection
         * is open. With a {@link #proxy(InetSocketAddress)}, only the name of the proxy is resolved here, and the proxy
         * resolves the host of a request.
         *
         * @param resolver may block; see {@link HostResolver} for when and on which thread it is called
         * @return this builder
         */
        public Builder hostResolver(HostResolver resolver) {
            hostResolver = Objects.requireNonNull(resolver, "resolver");
            return this;
        }

        /**
         * Tunnels every connection through a forward proxy with CONNECT, so that the proxy cannot read the key and
         * ids. Requests without TLS fail, because the proxy could read them.
         *
         * @param address the address of the proxy; one that was created unresolved is resolved for each connection, to
         * the first address that the {@link #hostResolver(HostResolver)} returns
         * @return this builder
         */
        public Builder proxy(InetSocketAddress address) {
            proxy = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Authenticates to the proxy with Basic.
         *
         * @param user the user name
         * @param password the password, copied
         * @return this builder
         * @throws IllegalArgumentException if the user name has a colon, or either has a control character, which
         * Basic authentication does not allow (RFC 7617); the message contains neither
         */
        public Builder proxyCredentials(String user, char[] password) {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
            HttpSyntax.requireBasicCredentials(user, password);
            proxyCredentials = new PasswordAuthentication(user, password);
            return this;
        }

        /**
         * Trusts these certificates in addition to the JVM's, instead of what was set before. Host name and validity
         * are always checked, even for a server certificate that is itself added here.
         *
         * @param certificates roots or server certificates, at least one
         * @return this builder
         * @throws IllegalArgumentException if the collection is empty or the JVM does not support a certificate
         */
        public Builder trust(Collection<X509Certificate> certificates) {
            trustManager = Tls.additionalTrustManager(List.copyOf(certificates));
            return this;
        }

        /**
         * Trusts these certificates and not the JVM's, instead of what was set before. Host name and validity are
         * always checked, even for a server certificate that is itself set here.
         *
         * @param certificates roots or server certificates, at least one
         * @return this builder
         * @throws IllegalArgumentException if the collection is empty or the JVM does not support a certificate
         */
        public Builder trustOnly(Collection<X509Certificate> certificates) {
            trustManager = Tls.trustManager(List.copyOf(certificates));
            return this;
        }

        /**
         * Presents a client certificate to a server that requests one.
         *
         * @param key the private key
         * @param chain the certificate of the key first, followed by its issuers
         * @return this builder
         * @throws IllegalArgumentException if the chain is empty or does not match the key
         */
        public Builder clientCertificate(PrivateKey key, List<X509Certificate> chain) {
            keyManager = Tls.keyManager(Objects.requireNonNull(key, "key"), new ArrayList<>(chain));
            return this;
        }

        /**
         * Builds the settings.
         *
         * @return immutable settings
         */
        public TransportSettings build() {
            return new TransportSettings(new Builder(this));
        }

        private static int atLeast(String name, int minimum, int value) {
            if (value < minimum) {
                throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + minimum);
            }
            return value;
        }

        private static Duration atLeast(String name, Duration minimum, Duration value) {
            if (value.compareTo(minimum) < 0) {
                throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + minimum);
            }
            return value.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : value;
        }
    }
}
