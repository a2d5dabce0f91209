package ai.extracta.deletions;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.limit.Durations;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes what was uploaded to Extracta.ai for classification, and always reports truthfully whether it happened.
 *
 * <pre>{@code
 * try (ClassificationDeletions deletions = ClassificationDeletions.builder()
 *         .apiKey(ApiKey.fromEnvironment())
 *         .build()) {
 *     deletions.deleteBatch("cls-1", "batch-8").subscribe(receipt -> log.info("deleted: {}", receipt));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; share one instance. Every Mono is cold: nothing is sent before it is subscribed to,
 * each subscription is one call, and N subscriptions are N calls. A call ends with a receipt or with a
 * {@link DeletionException} whose {@link DeletionException#outcome()} says whether the deletion happened; a bad
 * argument throws immediately and sends nothing. A call that is cancelled while queued is never sent; cancelling one
 * that was sent closes its connection, and its outcome is unknown.
 *
 * <p>Signals are emitted on the transport's event loop or on a timer thread of this client, which must not be blocked;
 * on the subscribing thread if the call is rejected right away (closed client, full queue); or on the thread of the
 * {@linkplain ApiKey#supplier(Mono) key supplier} if it fails.
 * Where that thread must not run the signals, add {@code publishOn}. On a thread that must not be blocked, Reactor's
 * {@code block()} throws, but it has subscribed by then, so the deletion may happen.
 *
 * @since 0.1.0
 */
public interface ClassificationDeletions extends AutoCloseable {

    /**
     * Returns a builder with default settings.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Deletes what a request names.
     *
     * @param request what to delete
     * @return cold; the receipt, or a {@link DeletionException}
     * @throws NullPointerException if the request is null
     */
    Mono<DeletionReceipt> delete(DeletionRequest request);

    /**
     * Deletes a whole classification with all its batches, results and files.
     *
     * @param classificationId the classification
     * @return cold; the receipt, or a {@link DeletionException}
     * @throws NullPointerException if the id is null
     * @throws IllegalArgumentException if the id is blank or has a control character
     */
    default Mono<DeletionReceipt> deleteClassification(String classificationId) {
        return delete(new DeleteClassification(classificationId));
    }

    /**
     * Deletes one batch with all its results and files.
     *
     * @param classificationId the classification that holds the batch
     * @param batchId the batch
     * @return cold; the receipt, or a {@link DeletionException}
     * @throws NullPointerException if an id is null
     * @throws IllegalArgumentException if an id is blank or has a control character
     */
    default Mono<DeletionReceipt> deleteBatch(String classificationId, String batchId) {
        return delete(new DeleteBatch(classificationId, batchId));
    }

    /**
     * Deletes individual files and their results, all in one request.
     *
     * @param classificationId the classification that holds the batch
     * @param batchId the batch that holds the files
     * @param fileIds the files, at least one; duplicate ids are sent once
     * @return cold; the receipt, or a {@link DeletionException}
     * @throws NullPointerException if an id or the collection is null
     * @throws IllegalArgumentException if an id is blank or has a control character, or there is none
     */
    default Mono<DeletionReceipt> deleteFiles(String classificationId, String batchId, Collection<String> fileIds) {
        Objects.requireNonNull(fileIds, "fileIds is null");
        List<String> ids = fileIds instanceof List<String> list ? list : new ArrayList<>(fileIds);
        return delete(new DeleteFiles(classificationId, batchId, ids));
    }

    /**
     * Executes all requests of a source with the default {@link BulkOptions}. See
     * {@link #deleteAll(Publisher, BulkOptions)}.
     *
     * @param requests what to delete, finite or endless
     * @return cold; one result per request
     */
    default Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests) {
        return deleteAll(requests, BulkOptions.defaults());
    }

    /**
     * Executes all requests of a source in as few calls as possible, several of them concurrently. Emits one result for
     * each request as soon as it is known.
     *
     * <p>Requests are planned in windows, see {@link DeletionPlan}. A request that is repeated in another window is
     * sent again, possibly at the same time. Otherwise overlapping deletions (a batch and its files, for instance)
     * never run concurrently: the earlier one completes before the later one is sent. A refused call for several files
     * is retried in halves. A request whose enclosing deletion is refused is sent by itself.
     *
     * <p>Results are emitted in the order in which they become known; {@link DeletionResult#index()} is the position of
     * the request in the source. A failed request does not end the stream. These do: a failure of the source or of the
     * ledger, a request that fails because the client is closed, and the conditions of
     * {@link BulkOptions.Builder#failFast}, {@link BulkOptions.Builder#stopOnUnauthorized} and
     * {@link BulkOptions.Builder#stopWhenUnreachable}. Even then every request taken from the source has its result
     * first. What the source emits on another thread while the stream ends is not sent, and has no result. An {@code
     * Error} of a call or of the ledger is a failure like any other; one in the stream itself, such as an exhausted
     * heap, ends it as a cancel does, with that error.
     *
     * <p>Honours backpressure: at most two windows of requests are taken from the source ahead of their results.
     * Cancelling takes effect immediately: unsent requests are never sent, in-flight calls are cancelled and recorded
     * as unknown, and results not delivered yet are lost. To end the stream with the results of all requests that were
     * taken, end the source: {@code deleteAll(requests.takeUntilOther(shutdown), options)}.
     *
     * @param requests what to delete, finite or endless
     * @param options how
     * @return cold: each subscription subscribes to the source and deletes anew
     */
    Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests, BulkOptions options);

    /**
     * Executes the requests of all elements of a source with the default {@link BulkOptions}. See
     * {@link #deleteAll(Publisher, Function, BulkOptions)}.
     *
     * @param items the elements, finite or endless
     * @param toRequest what to delete for an element
     * @param <T> the type of the elements
     * @return cold; one result per element, together with the element
     */
    default <T> Flux<CorrelatedResult<T>> deleteAll(
            Publisher<? extends T> items, Function<? super T, ? extends @Nullable DeletionRequest> toRequest) {
        return deleteAll(items, toRequest, BulkOptions.defaults());
    }

    /**
     * Executes the requests of all elements of a source, such as messages or rows, as
     * {@link #deleteAll(Publisher, BulkOptions)} does, and emits each result together with the very element that it is
     * about. Elements with equal requests have a result each.
     *
     * <p>An element whose mapping throws or returns null is {@link DeletionResult.Failed} with the outcome
     * {@link ai.extracta.deletions.error.Outcome#NOT_SENT} and the exception as the cause of its failure. Nothing is
     * sent for it, and the stream continues, also with {@link BulkOptions.Builder#failFast}. A source that emits null,
     * which Reactive Streams forbids, ends the stream as if the source had failed: there is no element to correlate.
     *
     * <p>An element is referenced until its result is emitted, and no longer.
     *
     * @param items the elements, finite or endless
     * @param toRequest what to delete for an element; called once for each, one at a time and in order, on the thread
     *     on which the source emits or on which a call ends, so it must not block
     * @param options how
     * @param <T> the type of the elements
     * @return cold: each subscription subscribes to the source and deletes anew
     */
    <T> Flux<CorrelatedResult<T>> deleteAll(
            Publisher<? extends T> items,
            Function<? super T, ? extends @Nullable DeletionRequest> toRequest,
            BulkOptions options);

    /**
     * Returns a view of this client with another retry policy. Otherwise the same as {@link #withDeadline(Duration)}.
     *
     * @param policy the policy
     * @return the view; cheap, and this client is unchanged
     */
    ClassificationDeletions withRetryPolicy(RetryPolicy policy);

    /**
     * Returns a view of this client whose calls have another deadline: {@code deletions.withDeadline(ofMinutes(5))
     * .deleteBatch(..)}. Everything else is shared: the transport, the slots and the queue of calls, and the lifecycle,
     * so that closing a view closes the client.
     *
     * @param deadline the maximum duration of one call from subscription, more than zero; see {@link Builder#deadline}
     * @return the view; cheap, and this client is unchanged
     * @throws IllegalArgumentException if it is not more than zero
     */
    ClassificationDeletions withDeadline(Duration deadline);

    /**
     * Returns a view of this client whose attempts have another deadline. Otherwise the same as
     * {@link #withDeadline(Duration)}.
     *
     * @param deadline the maximum duration of one attempt, more than zero; see {@link Builder#attemptDeadline}
     * @return the view; cheap, and this client is unchanged
     * @throws IllegalArgumentException if it is not more than zero
     */
    ClassificationDeletions withAttemptDeadline(Duration deadline);

    /**
     * Returns a view of this client for which "not found" is a success, as for redelivered messages:
     * see {@link Builder#notFoundMeansAbsent()}. Otherwise the same as {@link #withDeadline(Duration)}.
     *
     * @param enabled whether a 404 means that there is nothing left to delete
     * @return the view; cheap, and this client is unchanged
     */
    ClassificationDeletions withNotFoundMeansAbsent(boolean enabled);

    /**
     * Returns what this client and its views are doing. Makes no call and does not block.
     *
     * @return a snapshot
     */
    ClientStatus status();

    /**
     * Closes this client and every view of it in an orderly way: no new call starts, and those that have started, also
     * the queued ones, may end. After the timeout, or as soon as all have ended, the same as {@link #closeLater()}. For
     * the shutdown of a service.
     *
     * <p>A {@code deleteAll} makes new calls as it goes: end its source first ({@code takeUntilOther}), so that it can
     * finish what it took; what it cannot start any more has results that were not sent.
     *
     * @param timeout how long to wait for the calls, more than zero
     * @return cold and idempotent; completes, empty, once everything is released
     * @throws IllegalArgumentException if the timeout is not more than zero
     */
    Mono<Void> closeGracefully(Duration timeout);

    /**
     * Closes this client and every view of it: new and queued calls fail as not sent, and calls that wait for a retry
     * fail with the outcome so far. Releases the transport if this client created it, which ends the calls in flight. A
     * transport that was passed to the builder stays open, and its calls in flight continue.
     *
     * @return cold and idempotent; completes, empty, once everything is released
     */
    Mono<Void> closeLater();

    /**
     * Subscribes to {@link #closeLater()} and returns without waiting for completion, so that it is safe on any thread.
     */
    @Override
    void close();

    /**
     * Configures a client; only the API key is required. Not thread-safe; reusable after {@link #build()}.
     *
     * @since 0.1.0
     */
    final class Builder {

        /** The base URI of the API at Extracta.ai, {@code https://api.extracta.ai/api/v1}. */
        public static final URI DEFAULT_BASE_URI = URI.create("https://api.extracta.ai/api/v1");

        private static final Duration DEFAULT_ATTEMPT_DEADLINE = Duration.ofSeconds(10);

        @Nullable ApiKey apiKey;

        URI baseUri = DEFAULT_BASE_URI;
        boolean insecureHttpAllowed;

        @Nullable TransportSettings transportSettings;

        @Nullable HttpTransport transport;

        @Nullable String transportName;

        RetryPolicy retryPolicy = RetryPolicy.safe();
        Duration deadline = Duration.ofSeconds(30);

        @Nullable Duration attemptDeadline;

        boolean notFoundMeansAbsent;
        UnaryOperator<HttpTransport> transportDecorator = UnaryOperator.identity();
        Concurrency concurrency = Concurrency.fixed(16);
        int maxWaiting = 10_000;
        DeletionListener listener = (request, context) -> CallListener.NOOP;

        private Builder() {}

        /**
         * Sets the API key. Required.
         *
         * @param apiKey the API key
         * @return this builder
         */
        public Builder apiKey(ApiKey apiKey) {
            this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
            return this;
        }

        /**
         * Sets the base URI of the API, {@link #DEFAULT_BASE_URI} by default. A trailing slash is ignored.
         *
         * @param baseUri {@code https}; {@code http} only for a loopback host or after {@link #allowInsecureHttp()}
         * @return this builder
         */
        public Builder baseUri(URI baseUri) {
            this.baseUri = Objects.requireNonNull(baseUri, "baseUri");
            return this;
        }

        /**
         * Allows {@code http} to a host other than this machine. The API key and ids are then sent unencrypted.
         *
         * @return this builder
         */
        public Builder allowInsecureHttp() {
            this.insecureHttpAllowed = true;
            return this;
        }

        /**
         * Uses an existing transport. The caller keeps owning it: closing the client leaves it open.
         *
         * <p>The transport keeps its own number of connections. {@link #maxInFlight(int)} limits the calls of this
         * client only: with more than there are connections, or with several clients on one transport, calls wait in
         * the transport, and that time counts towards their attempt deadline.
         *
         * @param transport the transport
         * @return this builder
         */
        public Builder transport(HttpTransport transport) {
            this.transport = Objects.requireNonNull(transport, "transport");
            return this;
        }

        /**
         * Decorates the transport, whether this client creates it or it was {@linkplain #transport(HttpTransport)
         * given}: to add a header that a gateway wants, for instance.
         *
         * <pre>{@code
         * builder.transportDecorator(transport -> transport.mapRequests(
         *         (request, context) -> request.withHeader("x-gateway-key", gatewayKey)))
         * }</pre>
         *
         * @param decorator called once by {@link #build()}; closing its result must close the given transport
         * @return this builder
         */
        public Builder transportDecorator(UnaryOperator<HttpTransport> decorator) {
            this.transportDecorator = Objects.requireNonNull(decorator, "decorator");
            return this;
        }

        /**
         * Ends a call to which the server responds 404 or 410 with a receipt of {@link
         * ai.extracta.deletions.model.DeletionReceipt.Confirmation#ALREADY_ABSENT} instead of a refusal: for messages
         * that may be delivered twice. Off by default, because a mistyped id would look deleted too. Has no effect on a
         * call for several files: of those only one need be missing.
         *
         * @return this builder
         */
        public Builder notFoundMeansAbsent() {
            this.notFoundMeansAbsent = true;
            return this;
        }

        /**
         * Selects one of several transports on the class path. Without this, and without the system property
         * {@code extracta.deletions.transport}, there must be exactly one.
         *
         * @param name for example {@code netty} or {@code vertx}
         * @return this builder
         */
        public Builder transport(String name) {
            this.transportName = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the settings of the transport that this client creates: proxy, certificates, limits. Its maximum number
         * of connections is always that of {@link #maxInFlight(int)} or the maximum of
         * {@link #concurrency(Concurrency)}. Without effect on an existing {@link #transport(HttpTransport) transport}.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder transportSettings(TransportSettings settings) {
            this.transportSettings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets what is retried, {@link RetryPolicy#safe()} by default.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder retryPolicy(RetryPolicy policy) {
            this.retryPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets the maximum duration of one call from subscription: waiting for a slot, all attempts, all retry delays.
         * 30 seconds by default.
         *
         * @param deadline more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is not more than zero
         */
        public Builder deadline(Duration deadline) {
            this.deadline = Durations.requirePositive("deadline", deadline);
            return this;
        }

        /**
         * Sets the maximum duration of one attempt from the moment it has a slot: the key, the connection, the
         * response. 10 seconds by default.
         *
         * @param deadline more than zero; without effect if it is above that of {@link #deadline(Duration)}
         * @return this builder
         * @throws IllegalArgumentException if it is not more than zero
         */
        public Builder attemptDeadline(Duration deadline) {
            this.attemptDeadline = Durations.requirePositive("attemptDeadline", deadline);
            return this;
        }

        /**
         * Sets how many attempts may be in flight at a time, over all callers of this client. 16 by default.
         *
         * @param calls at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxInFlight(int calls) {
            return concurrency(Concurrency.fixed(calls));
        }

        /**
         * Sets how many attempts may be in flight at a time, over all callers of this client: a fixed number, as
         * {@link #maxInFlight(int)} does, or one that adapts to the server.
         *
         * @param concurrency the limit
         * @return this builder
         */
        public Builder concurrency(Concurrency concurrency) {
            this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
            return this;
        }

        /**
         * Sets how many calls may be queued for a slot; any more fail immediately as not sent. 10,000 by default.
         *
         * @param calls at least 0
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxWaiting(int calls) {
            if (calls < 0) {
                throw new IllegalArgumentException("maxWaiting is " + calls + "; it must not be negative");
            }
            this.maxWaiting = calls;
            return this;
        }

        /**
         * Sets the listener that observes calls. By default there is none.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder listener(DeletionListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Validates the settings and builds the client. The builder is copied. A setting that another one leaves
         * without effect is logged as a warning.
         *
         * @return a new client; the caller closes it
         * @throws IllegalStateException if there is no API key, not exactly one transport to choose, or a library in a
         *     version that does not fit; the message says what was found and what to do
         * @throws IllegalArgumentException if the base URI is invalid; the message says why
         */
        public ClassificationDeletions build() {
            return ClientFactory.create(this);
        }

        Duration attemptDeadline() {
            return attemptDeadline == null ? DEFAULT_ATTEMPT_DEADLINE : attemptDeadline;
        }

        TransportSettings transportSettings() {
            return transportSettings == null ? TransportSettings.defaults() : transportSettings;
        }
    }
}
