/** Reactive deletion of Extracta.ai document classifications, batches and files. */
@SuppressWarnings({
    "requires-automatic", // Reactor has no module descriptors
    "requires-transitive-automatic",
    "module" // the transports are compiled later
})
module ai.extracta.deletions {
    requires transitive reactor.core;
    requires transitive org.reactivestreams;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;

    exports ai.extracta.deletions;
    exports ai.extracta.deletions.bulk;
    exports ai.extracta.deletions.error;
    exports ai.extracta.deletions.ledger;
    exports ai.extracta.deletions.model;
    exports ai.extracta.deletions.transport;
    exports ai.extracta.deletions.transport.support;
    exports ai.extracta.deletions.internal.json to
            ai.extracta.deletions.kafka;
    exports ai.extracta.deletions.internal.transport to
            ai.extracta.deletions.transport.netty,
            ai.extracta.deletions.transport.vertx;

    uses ai.extracta.deletions.transport.HttpTransportProvider;
}
