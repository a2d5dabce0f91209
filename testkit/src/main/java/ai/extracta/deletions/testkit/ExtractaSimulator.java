package ai.extracta.deletions.testkit;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The three deletion endpoints of the API on a socket of 127.0.0.1, with state: what a request deletes does not exist
 * for the next one. Supports plain HTTP/1.1.
 *
 * <p>A request is checked in this order; the first check that fails determines the status, and nothing is deleted:
 *
 * <ol>
 *   <li>another path: 404
 *   <li>another method than {@code DELETE}: 405 with {@code allow: DELETE}
 *   <li>the bearer token is missing, malformed or not the {@linkplain #apiKey() key}: 401
 *   <li>the body is not one JSON object, or an id in it is missing, blank or not a string, or the list of files is
 *       empty: 400. A missing id never widens a deletion. Unknown fields and the {@code content-type} are ignored
 *   <li>an id is unknown: 404, or 400 if {@linkplain Builder#unknownIdStatus(int) so built}. One unknown file is enough
 *       for none to be deleted
 * </ol>
 *
 * <p>A valid request is executed, with a 200 and the documented body. Bodies of refusals have the documented shape,
 * {@code status} ("error") and {@code message}, but their status and wording are the simulator's: the API documents
 * neither. {@link #answerNext(Answer...)} makes it misbehave.
 *
 * <p>Malformed HTTP gets a 400, 413, 431, 501 or 505, closes the connection, and is not recorded.
 *
 * <p>Thread-safe. Runs on daemon threads, one per connection, until {@link #close()}.
 *
 * @since 0.1.0
 */
public final class ExtractaSimulator implements AutoCloseable {

    private final String apiKey;
    private final ClassificationStore store = new ClassificationStore();
    private final RequestDispatcher dispatcher;
    private final LoopbackServer<HttpConnection> server;

    private ExtractaSimulator(Builder settings) {
        apiKey = settings.apiKey;
        dispatcher = new RequestDispatcher(settings.recordsRequests);
        DeletionApi api = new DeletionApi(new BearerAuthenticator(apiKey), settings.unknownIdStatus, store);
        server = LoopbackServer.start(
                LoopbackServer.listen(settings.port),
                "extracta-simulator",
                HttpConnection::new,
                new SimulatorHandler(dispatcher, api, settings.report));
    }

    /**
     * Starts an empty simulator on a free port with a fresh random key.
     *
     * @return the running simulator, to be closed by the caller
     */
    public static ExtractaSimulator start() {
        return builder().start();
    }

    /**
     * Starts describing a simulator.
     *
     * @return a builder with the settings of {@link #start()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the base URI, to be used instead of {@code https://api.extracta.ai/api/v1}.
     *
     * @return {@code http://127.0.0.1:<port>/api/v1}
     */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.port() + Endpoint.BASE_PATH);
    }

    /**
     * Returns the only key that is accepted.
     *
     * @return the bearer token
     */
    public String apiKey() {
        return apiKey;
    }

    /**
     * Adds classifications with readable ids: {@code cls-1}, {@code cls-1-batch-2},
     * {@code cls-1-batch-2-file-3}. Numbering continues after the last call, deleted or not.
     *
     * @param classifications how many
     * @param batches how many in each classification
     * @param files how many in each batch
     * @return what was added
     * @throws IllegalArgumentException if a number is negative
     */
    public List<Classification> seed(int classifications, int batches, int files) {
        if (Math.min(classifications, Math.min(batches, files)) < 0) {
            throw new IllegalArgumentException("cannot seed a negative number of anything");
        }
        return store.seed(classifications, batches, files);
    }

    /**
     * Adds a classification with given ids.
     *
     * @param classification what to add
     * @throws IllegalArgumentException if there is one with this id
     */
    public void add(Classification classification) {
        store.add(classification);
    }

    /**
     * Returns what is there now.
     *
     * @return a snapshot, in the order added
     */
    public List<Classification> classifications() {
        return store.classifications();
    }

    /**
     * Returns what was deleted, whatever the responses were.
     *
     * @return the deletions in the order they happened, file ids in the order of the request and each once
     */
    public List<DeletionRequest> deletions() {
        return store.deletions();
    }

    /**
     * Waits until this many deletions have happened in all.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @return all deletions so far, at least {@code count}
     * @throws IllegalStateException if they do not happen in time, with those that did
     */
    public List<DeletionRequest> awaitDeletions(int count, Duration timeout) {
        return store.awaitDeletions(count, timeout);
    }

    /**
     * Returns every request, right or wrong, as soon as it is complete and before the response.
     *
     * @return the requests in the order they arrived
     */
    public List<ReceivedRequest> requests() {
        return dispatcher.requests();
    }

    /**
     * Waits until this many requests have arrived in all.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @return all requests so far, at least {@code count}
     * @throws IllegalStateException if they do not arrive in time, with those that did
     */
    public List<ReceivedRequest> awaitRequests(int count, Duration timeout) {
        return dispatcher.await(count, timeout);
    }

    /**
     * Queues answers, one for each of the next requests in the order of {@link #requests()}, behind those that are
     * queued already. An answer that does not delete validates nothing in the request,
     * not even its key.
     *
     * @param answers how to respond to the next requests
     */
    public void answerNext(Answer... answers) {
        dispatcher.answerNext(List.of(answers));
    }

    /**
     * Sets the answer to every request for which none is queued. {@link Answer#documented()}
     * restores the default.
     *
     * @param answer how to respond to each request
     */
    public void answerAlways(Answer answer) {
        dispatcher.setStrategy(ResponseStrategy.always(Objects.requireNonNull(answer, "answer")));
    }

    /**
     * Injects random faults into every request for which no answer is queued, and starts counting equal
     * requests. {@link #answerAlways(Answer)} ends it.
     *
     * @param chaos what goes wrong, and how often
     */
    public void answerBy(Chaos chaos) {
        dispatcher.setStrategy(ResponseStrategy.chaos(Objects.requireNonNull(chaos, "chaos")));
    }

    /**
     * Returns how many connections were accepted since the start.
     *
     * @return the number of connections, which is also the number of the latest one
     */
    public int connections() {
        return server.accepted();
    }

    /**
     * Returns how many connections are open at this moment, as far as this side has noticed.
     *
     * @return the number of open connections
     */
    public int openConnections() {
        return server.open();
    }

    /**
     * Waits until exactly this many connections are open.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @throws IllegalStateException if that does not happen in time, with how many there are
     */
    public void awaitOpenConnections(int count, Duration timeout) {
        server.awaitOpen(count, timeout);
    }

    /** Closes the port and every connection and waits until all threads have ended. State and logs stay readable. */
    @Override
    public void close() {
        server.close();
    }

    /** Shows the address but not the key. */
    @Override
    public String toString() {
        return "ExtractaSimulator[" + baseUri() + "]";
    }

    /**
     * A classification as it is stored.
     *
     * @param classificationId its id
     * @param batches its batches, possibly none
     * @since 0.1.0
     */
    public record Classification(String classificationId, List<Batch> batches) {

        /**
         * Checks the ids and copies the list.
         *
         * @param classificationId its id
         * @param batches its batches
         * @throws IllegalArgumentException if the id is blank, or two batches have the same
         */
        public Classification {
            Ids.require("classificationId", classificationId);
            batches = List.copyOf(batches);
            Ids.requireDistinct("batchId", batches.stream().map(Batch::batchId).toList());
        }
    }

    /**
     * A batch as it is stored.
     *
     * @param batchId its id
     * @param fileIds the ids of its files, possibly none
     * @since 0.1.0
     */
    public record Batch(String batchId, List<String> fileIds) {

        /**
         * Checks the ids and copies the list.
         *
         * @param batchId its id
         * @param fileIds the ids of its files
         * @throws IllegalArgumentException if an id is blank or a file id occurs twice
         */
        public Batch {
            Ids.require("batchId", batchId);
            fileIds = List.copyOf(fileIds);
            Ids.requireDistinct("fileId", fileIds);
        }
    }

    /**
     * Describes a simulator before it starts. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

        private int port;
        private String apiKey = randomKey();
        private int unknownIdStatus = 404;
        private boolean recordsRequests = true;
        private Consumer<String> report = line -> {};

        private Builder() {}

        /**
         * Sets the port.
         *
         * @param port the port, 0 for a free one, which is the default
         * @return this builder
         * @throws IllegalArgumentException if there is no such port
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535");
            }
            this.port = port;
            return this;
        }

        /**
         * Sets the key that is accepted, instead of a random one.
         *
         * @param apiKey the bearer token
         * @return this builder
         * @throws IllegalArgumentException if it is empty or has anything but visible ASCII
         */
        public Builder apiKey(String apiKey) {
            if (!KEY.matcher(apiKey).matches()) {
                throw new IllegalArgumentException(
                        "the key must be visible ASCII without spaces, at least one character");
            }
            this.apiKey = apiKey;
            return this;
        }

        /**
         * Sets the status for unknown ids, which the API does not document.
         *
         * @param status 404, which is the default, or 400
         * @return this builder
         * @throws IllegalArgumentException if it is neither
         */
        public Builder unknownIdStatus(int status) {
            if (status != 404 && status != 400) {
                throw new IllegalArgumentException(
                        "the status for unknown ids is " + status + "; it must be 404 or 400");
            }
            this.unknownIdStatus = status;
            return this;
        }

        /**
         * Reports each exchange as a line instead of keeping its request, so that a simulator can run for days:
         * {@link ExtractaSimulator#requests()} stays empty. The lines contain no key and no id.
         *
         * @param report receives the lines, from several threads concurrently
         * @return this builder
         */
        public Builder reportingTo(Consumer<String> report) {
            this.report = report;
            this.recordsRequests = false;
            return this;
        }

        /**
         * Starts the simulator.
         *
         * @return the running simulator, to be closed by the caller
         * @throws java.io.UncheckedIOException if the port is not available
         */
        public ExtractaSimulator start() {
            return new ExtractaSimulator(this);
        }

        private static String randomKey() {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            return "sim-" + HexFormat.of().formatHex(random);
        }
    }
}
