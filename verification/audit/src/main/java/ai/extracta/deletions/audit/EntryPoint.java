package ai.extracta.deletions.audit;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.net.URI;
import java.util.Map;

/** Where clients reach a simulator, which may be a gateway in front of it. */
interface EntryPoint extends AutoCloseable {

    /** The simulator itself. */
    static EntryPoint of(ExtractaSimulator simulator) {
        return new EntryPoint() {
            @Override
            public URI baseUri() {
                return simulator.baseUri();
            }

            @Override
            public Map<Http2Fault, Integer> faults() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
    }

    URI baseUri();

    /** How often it did what to a request. */
    Map<Http2Fault, Integer> faults();

    /** Returns when nothing more is passed on to the simulator. */
    @Override
    void close();
}
