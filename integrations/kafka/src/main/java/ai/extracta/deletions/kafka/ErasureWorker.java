package ai.extracta.deletions.kafka;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Executes the deletions that are requested in a topic, and writes what became of each to another topic. Any number of
 * workers, in any number of processes, share the work.
 *
 * <pre>{@code
 * ErasureWorker worker = ErasureWorker.builder()
 *         .deletions(deletions)
 *         .consumer(Map.of("bootstrap.servers", "kafka:9092", "group.id", "erasure"))
 *         .topic("erasure-requests")
 *         .results("erasure-results")
 *         .deadLetters("erasure-dead-letters")
 *         .build();
 * worker.start();
 * ...
 * worker.stopLater().block();
 * }</pre>
 *
 * <p>A request is acknowledged only after its result, or its dead letter, has been written and confirmed by all in-sync
 * replicas. A request that is certainly deleted gets a result. One that cannot be read or is refused for what it asks
 * goes to the dead-letter topic. Any other is delivered again after a pause, to any worker; once the broker has
 * delivered it as often as it ever will, less one delivery in reserve, it goes to the dead-letter topic as not certain.
 * So no request is lost. A request may be executed more than once, and then may have several results.
 *
 * <p>By default the workers form a share group, for brokers from version 4.2: each record is acknowledged by itself,
 * and there can be more workers than partitions. {@link Builder#consumerGroup()} is for older brokers.
 *
 * <p>One non-daemon thread of the worker owns the consumer; it never waits for a deletion longer than the group allows.
 * Memory is bounded by {@code max.poll.records}: no more is polled before these are finished. A worker is started once.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ErasureWorker {

    private final WorkerSettings settings;
    private final WorkerCounters counters;
    private @Nullable WorkerThread thread;

    private ErasureWorker(WorkerSettings settings) {
        this.settings = settings;
        this.counters = new WorkerCounters(settings.name());
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the worker's thread. A broker that cannot be reached is waited for.
     *
     * @throws IllegalStateException if the worker was started or stopped before
     * @throws org.apache.kafka.common.KafkaException if the consumer's properties are invalid
     */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("this worker was started or stopped before; build another one");
        }
        thread = WorkerThread.start(settings, counters);
    }

    /**
     * Stops the worker: nothing more is polled, requests in flight have {@link Builder#stopTimeout(Duration)} to end
     * and are acknowledged, the others are released for redelivery, then the thread ends and the worker's consumer and
     * producer are closed. The client and the ledger stay open.
     *
     * @return cold; stops when subscribed to, completes when the thread has ended; idempotent; cancelling does not
     *     resume the worker
     */
    public Mono<Void> stopLater() {
        return Mono.defer(this::stop);
    }

    private synchronized Mono<Void> stop() {
        if (thread == null) {
            thread = WorkerThread.neverStarted();
        }
        return thread.stop();
    }

    /** {@return a snapshot of what the worker is doing} */
    public WorkerState state() {
        return counters.snapshot();
    }

    /**
     * Builds workers. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable ClassificationDeletions deletions;
        private Map<String, Object> consumer = Map.of();
        private @Nullable String topic;
        private @Nullable String results;
        private @Nullable String deadLetters;
        private @Nullable String name;
        private @Nullable DeletionLedger ledger;
        private Deserializer<? extends DeletionRequest> deserializer = new JsonDeserializer();
        private boolean isConsumerGroup;
        private int deliveryLimit;
        private int concurrency = 16;
        private Duration minPause = Duration.ofSeconds(1);
        private Duration maxPause = Duration.ofMinutes(1);
        private Duration stopTimeout = Duration.ofSeconds(30);

        private Builder() {}

        /**
         * Sets the client that deletes; required. The caller keeps ownership. Several workers share the API's limit
         * without a coordinator if each client has {@code Concurrency.adaptive}.
         *
         * @param client the client
         * @return this builder
         */
        public Builder deletions(ClassificationDeletions client) {
            this.deletions = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Sets the properties of the Kafka consumer; required, with at least {@code bootstrap.servers} and
         * {@code group.id}. The producer of results and the admin client use those of them that they know, such as the
         * ones for security. What the worker depends on is set by the worker: deserializers and the acknowledgement
         * mode.
         *
         * @param properties the names, which are strings, and values, as in a {@code Properties}; copied
         * @return this builder
         */
        public Builder consumer(Map<?, ?> properties) {
            Map<String, Object> copy = new HashMap<>();
            properties.forEach((key, value) -> copy.put((String) key, Objects.requireNonNull(value, "value")));
            this.consumer = copy;
            return this;
        }

        /**
         * Sets the topic that holds the requests; required.
         *
         * @param name the topic
         * @return this builder
         */
        public Builder topic(String name) {
            this.topic = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the topic that receives the results; required.
         *
         * @param name the topic
         * @return this builder
         */
        public Builder results(String name) {
            this.results = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the topic that receives the requests that somebody has to look at; required.
         *
         * @param name the topic
         * @return this builder
         */
        public Builder deadLetters(String name) {
            this.deadLetters = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the name that results, dead letters and the thread bear. By default, {@code client.id} or a random one.
         *
         * @param name the name, such as that of the pod
         * @return this builder
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets a ledger that records the requests before they are sent; there is none by default. The caller keeps
         * ownership. Only a ledger that several processes may use at the same time can be shared by workers.
         *
         * @param ledger the ledger
         * @return this builder
         */
        public Builder ledger(DeletionLedger ledger) {
            this.ledger = Objects.requireNonNull(ledger, "ledger");
            return this;
        }

        /**
         * Sets how the value of a record is read; by default it is the JSON of {@link DeletionRequest#fromJson}. It is
         * called by the worker's thread only. A record for which it throws or returns null goes to the dead-letter
         * topic, with the message of the exception. The caller configures and closes it.
         *
         * @param deserializer the deserializer
         * @return this builder
         */
        public Builder deserializer(Deserializer<? extends DeletionRequest> deserializer) {
            this.deserializer = Objects.requireNonNull(deserializer, "deserializer");
            return this;
        }

        /**
         * Makes the workers a consumer group instead of a share group, for brokers before version 4.2. Partitions are
         * then assigned to workers, so there cannot be more workers than partitions; a request that is not certainly
         * deleted is retried by the same worker, and blocks those after it in its partition from being committed.
         *
         * @return this builder
         */
        public Builder consumerGroup() {
            this.isConsumerGroup = true;
            return this;
        }

        /**
         * Sets how often the broker delivers a record. By default it is the {@code share.delivery.count.limit} of the
         * group as the broker describes it when the worker starts, or the broker's own, or 5 if it tells neither. For a
         * consumer group it is how often the worker tries a request, 5 by default.
         *
         * <p>The last delivery is held in reserve: a request that is still not certain after the one before it goes to
         * the dead-letter topic.
         *
         * @param deliveries at least 2, and not more than the group's limit
         * @return this builder
         * @throws IllegalArgumentException if it is less than 2
         */
        public Builder deliveryLimit(int deliveries) {
            if (deliveries < 2) {
                throw new IllegalArgumentException("deliveryLimit is " + deliveries + "; it must be at least 2");
            }
            this.deliveryLimit = deliveries;
            return this;
        }

        /**
         * Sets how many calls are in flight at a time, 16 by default. The client's own limit applies as well.
         *
         * @param calls at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder concurrency(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("concurrency is " + calls + "; it must be at least 1");
            }
            this.concurrency = calls;
            return this;
        }

        /**
         * Sets how long a request that is not certainly deleted is held before it is released or retried: one second at
         * first, and twice as long, up to one minute, each time that all requests of a poll ended like that.
         *
         * @param min the first pause, positive
         * @param max the longest pause, not shorter
         * @return this builder
         * @throws IllegalArgumentException if min is not positive or max is shorter
         */
        public Builder pause(Duration min, Duration max) {
            if (min.isZero() || min.isNegative() || max.compareTo(min) < 0) {
                throw new IllegalArgumentException("pause is " + min + " to " + max
                        + "; it must be positive, and the second not shorter than the first");
            }
            this.minPause = min;
            this.maxPause = max;
            return this;
        }

        /**
         * Sets how long requests in flight may take to end when the worker stops, or when their partition is taken away
         * from it; 30 seconds by default.
         *
         * @param timeout not negative
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder stopTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("stopTimeout is " + timeout + "; it must not be negative");
            }
            this.stopTimeout = timeout;
            return this;
        }

        /**
         * Builds a worker; it does nothing before it is started.
         *
         * @return the worker
         * @throws IllegalStateException if something required is missing, or kafka-clients is too old for share groups
         */
        public ErasureWorker build() {
            if (!isConsumerGroup) {
                KafkaLibrary.requireShareGroups();
            }
            return new ErasureWorker(new WorkerSettings(
                    required("deletions(..)", deletions),
                    withRequired(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, ConsumerConfig.GROUP_ID_CONFIG),
                    required("topic(..)", topic),
                    required("results(..)", results),
                    required("deadLetters(..)", deadLetters),
                    name == null ? defaultName() : name,
                    ledger,
                    deserializer,
                    isConsumerGroup,
                    deliveryLimit,
                    concurrency,
                    minPause,
                    maxPause,
                    stopTimeout));
        }

        private static <T> T required(String setting, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(setting + " is missing; call it before build()");
            }
            return value;
        }

        private Map<String, Object> withRequired(String... names) {
            for (String property : names) {
                if (!consumer.containsKey(property)) {
                    throw new IllegalStateException(
                            "the property " + property + " is missing; pass it to consumer(..) before build()");
                }
            }
            return Map.copyOf(consumer);
        }

        private String defaultName() {
            Object clientId = consumer.get(ConsumerConfig.CLIENT_ID_CONFIG);
            return clientId == null
                    ? "erasure-worker-" + UUID.randomUUID().toString().substring(0, 8)
                    : clientId.toString();
        }
    }
}
