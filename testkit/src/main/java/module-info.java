/** A simulator of the Extracta.ai deletion API for tests. */
module ai.extracta.deletions.testkit {
    requires transitive ai.extracta.deletions;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports ai.extracta.deletions.testkit;
}
