package ai.extracta.deletions;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.Deadlines;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.Pauses;
import ai.extracta.deletions.internal.discovery.TransportDiscovery;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Deletes what was uploaded to Extracta.ai for classification, and always tells the truth about whether it happened.
 *
 * <pre>{@code
 * try (ClassificationDeletions deletions = ClassificationDeletions.builder()
 *         .apiKey(ApiKey.fromEnvironment())
 *         .build()) {
 *     deletions.deleteBatch("cls-1", "batch-8").subscribe(receipt -> log.info("gone: {}", receipt));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; share one. Every Mono is cold: nothing goes out before it is subscribed to, each
 * subscription is one call, and N subscriptions are N calls. A call ends with a receipt or with a
 * {@link DeletionException} whose {@link DeletionException#outcome()} says whether the deletion happened; a bad argument
 * throws at once and sends nothing. Cancelling a call that still waits means that it is never sent; cancelling one that
 * was sent closes its connection and leaves open whether it happened. Signals come on the transport's event loop or on a
 * timer thread; neither must be blocked.
 *
 * @since 0.1.0
 */
public interface ClassificationDeletions extends AutoCloseable {

    /**
     * Starts a client with the defaults of {@link Builder}.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Deletes one thing.
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
     * Deletes single files and their results, all in one request.
     *
     * @param classificationId the classification that holds the batch
     * @param batchId the batch that holds the files
     * @param fileIds the files, at least one; repeated ids are sent once
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
     * Deletes whatever a source asks for, with the default {@link BulkOptions}. See
     * {@link #deleteAll(Publisher, BulkOptions)}.
     *
     * @param requests what to delete, finite or endless
     * @return cold; one result per request
     */
    default Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests) {
        return deleteAll(requests, BulkOptions.defaults());
    }

    /**
     * Deletes whatever a source asks for: in as few calls as possible, several at a time, with one truthful result for each
     * request, as soon as it is known.
     *
     * <p>Requests are planned in windows, as {@link DeletionPlan} says. A deletion that takes others along is never under way
     * together with one of these: of two such requests the earlier is done with before the later is sent. A refused call for
     * several files is tried again in halves. A request whose wider deletion is refused is sent by itself.
     *
     * <p>Results come in the order in which they are known; {@link DeletionResult#index()} says which request each is about. A
     * failed request does not end the stream. What does: the source's own failure, a ledger that fails, and what
     * {@link BulkOptions.Builder#failFast} and {@link BulkOptions.Builder#stopOnUnauthorized} say. Even then everything that was
     * taken from the source has its result first.
     *
     * <p>Honours backpressure: at most two windows of requests are taken from the source whose results were not delivered.
     * Cancelling stops at once: what was not sent never is, calls under way are cancelled, and the ledger is told of these
     * that they are unknown.
     *
     * @param requests what to delete, finite or endless
     * @param options how
     * @return cold: each subscription subscribes to the source and deletes anew
     */
    Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests, BulkOptions options);

    /**
     * Returns a view of this client with another retry policy. Otherwise as {@link #withDeadline(Duration)}.
     *
     * @param policy the policy
     * @return the view; cheap, and this client is unchanged
     */
    ClassificationDeletions withRetryPolicy(RetryPolicy policy);

    /**
     * Returns a view of this client whose calls have another deadline: {@code deletions.withDeadline(ofMinutes(5))
     * .deleteBatch(..)}. Everything else is shared: the transport, the line of waiting calls, and the end, since closing a
     * view closes the client.
     *
     * @param deadline how long one call may take from subscription on, more than zero; see {@link Builder#deadline}
     * @return the view; cheap, and this client is unchanged
     * @throws IllegalArgumentException if it is not more than zero
     */
    ClassificationDeletions withDeadline(Duration deadline);

    /**
     * Returns a view of this client whose attempts have another deadline. Otherwise as {@link #withDeadline(Duration)}.
     *
     * @param deadline how long one attempt may take, more than zero; see {@link Builder#attemptDeadline}
     * @return the view; cheap, and this client is unchanged
     * @throws IllegalArgumentException if it is not more than zero
     */
    ClassificationDeletions withAttemptDeadline(Duration deadline);

    /**
     * Closes this client and every view of it: new and waiting calls fail as not sent, and those that pause before another
     * attempt with what they know. Releases the transport if this client made it, which
     * ends the calls in flight; a transport that was lent is left open, and its calls in flight go on.
     *
     * @return cold and idempotent; completes, empty, when everything is released
     */
    Mono<Void> closeLater();

    /** Begins what {@link #closeLater()} does and returns without waiting for its end, so that it is safe on any thread. */
    @Override
    void close();

    /**
     * Collects what a client needs; only the API key is required. Not thread-safe; can be used again after
     * {@link #build()}.
     *
     * @since 0.1.0
     */
    final class Builder {

        private static final URI EXTRACTA = URI.create("https://api.extracta.ai/api/v1");

        private @Nullable ApiKey apiKey;
        private URI baseUri = EXTRACTA;
        private boolean insecureHttpAllowed;
        private TransportSettings transportSettings = TransportSettings.defaults();
        private @Nullable HttpTransport transport;
        private @Nullable String transportName;
        private RetryPolicy retryPolicy = RetryPolicy.safe();
        private Duration deadline = Duration.ofSeconds(30);
        private Duration attemptDeadline = Duration.ofSeconds(10);
        private Concurrency concurrency = Concurrency.fixed(16);
        private int maxWaiting = 10_000;
        private @Nullable DeletionListener listener;

        private Builder() {}

        /**
         * Sets the key. Required.
         *
         * @param apiKey the key
         * @return this builder
         */
        public Builder apiKey(ApiKey apiKey) {
            this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
            return this;
        }

        /**
         * Sets where the API is, {@code https://api.extracta.ai/api/v1} by default. A trailing slash makes no difference.
         *
         * @param baseUri {@code https}; {@code http} only for a loopback host or after {@link #allowInsecureHttp()}
         * @return this builder
         */
        public Builder baseUri(URI baseUri) {
            this.baseUri = Objects.requireNonNull(baseUri, "baseUri");
            return this;
        }

        /**
         * Allows {@code http} to a host other than this machine. Key and ids are then readable by everyone in between.
         *
         * @return this builder
         */
        public Builder allowInsecureHttp() {
            this.insecureHttpAllowed = true;
            return this;
        }

        /**
         * Uses a transport that stays the caller's: closing the client leaves it open.
         *
         * @param lent the transport
         * @return this builder
         */
        public Builder transport(HttpTransport lent) {
            this.transport = Objects.requireNonNull(lent, "lent");
            return this;
        }

        /**
         * Picks one of several transports on the class path. Without this, and without the system property
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
         * Sets how the transport that this client makes behaves: proxy, certificates, limits. Its number of connections is
         * always that of {@link #maxInFlight(int)} or the maximum of {@link #concurrency(Concurrency)}. Without effect on a transport that was lent.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder transportSettings(TransportSettings settings) {
            this.transportSettings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets what is tried again, {@link RetryPolicy#safe()} by default.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder retryPolicy(RetryPolicy policy) {
            this.retryPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how long one call may take from subscription on: waiting for a slot, every attempt, every pause. 30 seconds
         * by default.
         *
         * @param deadline more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is not more than zero
         */
        public Builder deadline(Duration deadline) {
            this.deadline = CallSettings.requirePositive("deadline", deadline);
            return this;
        }

        /**
         * Sets how long one attempt may take from the moment it has a slot: the key, the connection, the answer. 10 seconds
         * by default.
         *
         * @param deadline more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is not more than zero
         */
        public Builder attemptDeadline(Duration deadline) {
            this.attemptDeadline = CallSettings.requirePositive("attemptDeadline", deadline);
            return this;
        }

        /**
         * Sets how many attempts run at the same time, over all callers of this client. 16 by default.
         *
         * @param calls at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxInFlight(int calls) {
            return concurrency(Concurrency.fixed(calls));
        }

        /**
         * Sets how many attempts run at the same time, over all callers of this client: a fixed number, as
         * {@link #maxInFlight(int)} does, or one that adapts to the server.
         *
         * @param concurrency how many
         * @return this builder
         */
        public Builder concurrency(Concurrency concurrency) {
            this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
            return this;
        }

        /**
         * Sets how many calls may wait for a slot; one more fails at once as not sent. 10,000 by default.
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
         * Sets who hears what becomes of calls, nobody by default.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder listener(DeletionListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Checks everything and builds the client. The builder is copied.
         *
         * @return a new client; the caller closes it
         * @throws IllegalStateException if there is no key, or not exactly one transport to choose; the message says what was
         *     found and what to do
         * @throws IllegalArgumentException if the base URI cannot be used; the message says why
         */
        public ClassificationDeletions build() {
            if (apiKey == null) {
                throw new IllegalStateException("there is no API key; call apiKey(ApiKey.fromEnvironment())");
            }
            Endpoints endpoints = Endpoints.forBaseUri(baseUri, insecureHttpAllowed);
            ListenerGuard guard = listener == null ? null : new ListenerGuard(listener);
            Scheduler timer = Schedulers.parallel();
            DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
            return new DeletionClient(
                    new CallSettings(apiKey, endpoints, retryPolicy, deadline, attemptDeadline, guard),
                    new Resources(
                            lease(),
                            new Limiter(concurrency.newLimit(), maxWaiting, timer, random),
                            new Pauses(timer),
                            new Deadlines(timer),
                            timer,
                            random));
        }

        private Lease lease() {
            if (transport != null) {
                return Lease.borrowed(transport);
            }
            TransportSettings settings = transportSettings.toBuilder()
                    .maxConnections(concurrency.max())
                    .build();
            return Lease.owned(TransportDiscovery.discover(transportName).create(settings));
        }
    }
}
