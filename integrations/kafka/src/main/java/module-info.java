/** Workers that execute the deletions requested in a Kafka topic. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Kafka has no module descriptors
module ai.extracta.deletions.kafka {
    requires transitive ai.extracta.deletions;
    requires transitive kafka.clients;
    requires org.slf4j;
    requires static org.jspecify;

    exports ai.extracta.deletions.kafka;
}
