/** A simulator of the Extracta.ai deletion API, and the contracts of transports and ledgers, as tests. */
module ai.extracta.deletions.testkit {
    requires transitive ai.extracta.deletions;
    requires com.fasterxml.jackson.databind;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports ai.extracta.deletions.testkit;

    opens ai.extracta.deletions.testkit to
            org.junit.platform.commons;
}
