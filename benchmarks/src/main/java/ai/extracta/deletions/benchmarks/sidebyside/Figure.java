package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.function.ToDoubleFunction;

/** What contenders are compared by. */
enum Figure {
    SPEED("requests/s", Sample::requestsPerSecond),
    BYTES("bytes", Sample::bytesPerRequest),
    CPU("CPU", Sample::cpuMicrosPerRequest),
    P99("p99", Sample::p99Micros);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final ToDoubleFunction<Sample> value;

    Figure(String label, ToDoubleFunction<Sample> value) {
        this.label = label;
        this.value = value;
    }

    String label() {
        return label;
    }

    ToDoubleFunction<Sample> value() {
        return value;
    }

    /** Of speed, more is better; of a cost, less. */
    boolean isAtLeastAsGood(double ratio, double bound) {
        return this == SPEED ? ratio >= bound : ratio <= bound;
    }
}
