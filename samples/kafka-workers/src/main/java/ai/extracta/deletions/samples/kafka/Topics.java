package ai.extracta.deletions.samples.kafka;

import ai.extracta.deletions.kafkabroker.KafkaBroker;

/** Names on the broker. */
final class Topics {

    static final String REQUESTS = "erasure-requests";
    static final String RESULTS = "erasure-results";
    static final String DEAD_LETTERS = "erasure-dead-letters";
    static final String GROUP = "erasure";

    private static final int PARTITIONS = 6;

    private Topics() {}

    static void create(KafkaBroker broker) {
        broker.createTopics(PARTITIONS, REQUESTS, RESULTS, DEAD_LETTERS);
        broker.configureGroup(GROUP, "share.auto.offset.reset", "earliest");
        broker.configureGroup(GROUP, "share.record.lock.duration.ms", "10000");
    }
}
