/** Reactive deletion of Extracta.ai document classifications, batches and files. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Reactor has no module descriptors
module ai.extracta.deletions {
    requires transitive reactor.core;
    requires transitive org.reactivestreams;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports ai.extracta.deletions;
    exports ai.extracta.deletions.bulk;
    exports ai.extracta.deletions.error;
    exports ai.extracta.deletions.model;
    exports ai.extracta.deletions.transport;

    uses ai.extracta.deletions.transport.HttpTransportProvider;
}
