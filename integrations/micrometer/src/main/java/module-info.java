/** Metrics, traces and context propagation of the deletions SDK through Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no module descriptors
module ai.extracta.deletions.micrometer {
    requires transitive ai.extracta.deletions;
    requires transitive micrometer.commons;
    requires transitive micrometer.observation;
    requires static transitive micrometer.core;
    requires static org.jspecify;

    exports ai.extracta.deletions.micrometer;
}
