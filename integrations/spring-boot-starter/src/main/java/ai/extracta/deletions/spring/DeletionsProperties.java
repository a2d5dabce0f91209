package ai.extracta.deletions.spring;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the client. What is not set is left to the builder.
 *
 * @param apiKey API key. Set this or 'api-key-file', or define a bean of type ApiKey.
 * @param apiKeyFile File that holds the API key, such as a mounted secret. It is read for each attempt, so that a
 *     rotated key is used without a restart.
 * @param baseUri Base URI of the API.
 * @param allowInsecureHttp Whether 'base-uri' may be 'http' on a host other than this one. The key and ids are then
 *     sent unencrypted.
 * @param transport Name of the HTTP transport. Only needed if there are several on the class path.
 * @param protocol Versions of HTTP that may be spoken: 'http-2-or-1-1' for HTTP/2 over TLS, if the server selects it.
 * @param deadline Maximum duration of one call: waiting for a slot, all attempts, all retry delays.
 * @param attemptDeadline Maximum duration of one attempt.
 * @param maxInFlight Maximum number of attempts in flight. Excludes 'concurrency'.
 * @param maxWaiting Maximum number of calls that wait for a slot. Any more fail at once as not sent.
 * @param notFoundMeansAbsent Whether a response that the id is not found is a success.
 * @param shutdownTimeout How long calls may continue when the application stops. By default as long as
 *     'spring.lifecycle.timeout-per-shutdown-phase' allows.
 */
@ConfigurationProperties("extracta.deletions")
record DeletionsProperties(
        @Nullable String apiKey,
        @Nullable Path apiKeyFile,
        @Nullable URI baseUri,
        @DefaultValue("false") boolean allowInsecureHttp,
        @Nullable String transport,
        TransportSettings.@Nullable Protocol protocol,
        @Nullable Duration deadline,
        @Nullable Duration attemptDeadline,
        @Nullable Integer maxInFlight,
        @Nullable Integer maxWaiting,
        @DefaultValue Concurrency concurrency,
        @DefaultValue("false") boolean notFoundMeansAbsent,
        @DefaultValue Retry retry,
        @DefaultValue Proxy proxy,
        @DefaultValue Ssl ssl,
        @DefaultValue Ledger ledger,
        @Nullable Duration shutdownTimeout) {

    /** Never the key. */
    @Override
    public String toString() {
        return "DeletionsProperties[baseUri=" + baseUri + ", transport=" + transport + "]";
    }

    /**
     * Adaptive concurrency.
     *
     * @param min Minimum number of attempts in flight, where the limit starts. With 'max', the limit adapts to the
     *     server.
     * @param max Maximum number of attempts in flight, and of connections. With 'min', the limit adapts to the server.
     */
    record Concurrency(@Nullable Integer min, @Nullable Integer max) {}

    /**
     * Retries.
     *
     * @param policy What is retried.
     * @param maxAttempts Maximum number of attempts per call, including the first.
     * @param minBackoff Delay before the second attempt. It doubles with each attempt.
     * @param maxBackoff Maximum delay between two attempts.
     * @param jitter How much of a delay is random, from 0 to 1.
     * @param maxRetryAfter Maximum delay for which a 'Retry-After' header of the server is followed.
     */
    record Retry(
            @DefaultValue("safe") Policy policy,
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("200ms") Duration minBackoff,
            @DefaultValue("5s") Duration maxBackoff,
            @DefaultValue("1.0") double jitter,
            @DefaultValue("30s") Duration maxRetryAfter) {

        RetryPolicy toPolicy() {
            return policy.create()
                    .withMaxAttempts(maxAttempts)
                    .withBackoff(minBackoff, maxBackoff)
                    .withJitter(jitter)
                    .withMaxRetryAfter(maxRetryAfter);
        }
    }

    /** What is retried. */
    enum Policy {

        /** Nothing. */
        NONE,

        /** What certainly did not happen. */
        SAFE,

        /** Also what may have happened. Deletions are idempotent. */
        INCLUDING_UNKNOWN;

        RetryPolicy create() {
            return switch (this) {
                case NONE -> RetryPolicy.none();
                case SAFE -> RetryPolicy.safe();
                case INCLUDING_UNKNOWN -> RetryPolicy.includingUnknown();
            };
        }
    }

    /**
     * The forward proxy.
     *
     * @param host Host of the HTTP proxy through which every connection is tunnelled with CONNECT.
     * @param port Port of the proxy.
     * @param username User name for the proxy, if it requires Basic authentication.
     * @param password Password for the proxy.
     */
    record Proxy(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String username,
            @Nullable String password) {

        /** Never the credentials. */
        @Override
        public String toString() {
            return "Proxy[host=" + host + ", port=" + port + "]";
        }
    }

    /**
     * TLS.
     *
     * @param bundle Name of a bundle of 'spring.ssl.bundle'. The server must have a certificate from its trust store,
     *     and the key of its key store is the client certificate. What the bundle does not have stays as it is.
     */
    record Ssl(@Nullable String bundle) {}

    /**
     * The ledger of 'deleteAll'.
     *
     * @param file File of the ledger, created if it does not exist. The bean 'BulkOptions' uses it.
     * @param job Name of the job whose ledger is in the database of the bean 'ConnectionFactory', which needs
     *     extracta-deletions-ledger-r2dbc. The bean 'BulkOptions' uses it. Excludes 'file'.
     * @param createSchema Whether the table and the view of 'job' are created at startup if they do not exist.
     */
    record Ledger(
            @Nullable Path file,
            @Nullable String job,
            @DefaultValue("false") boolean createSchema) {}
}
