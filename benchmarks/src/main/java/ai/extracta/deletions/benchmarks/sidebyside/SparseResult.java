package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** The calls of one kind of client under one load. Thread-safe. */
final class SparseResult {

    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LongAdder failures = new LongAdder();
    private final Histogram latencies = new AtomicHistogram(MAX_NANOS, 3);

    void succeeded(long nanos) {
        latencies.recordValue(Math.min(nanos, MAX_NANOS));
    }

    void failed() {
        failures.increment();
    }

    /** Calls, requests that the server received, handshakes, those resumed, lost calls, median latency. */
    String describe(long requests, Handshakes handshakes) {
        return String.format(
                Locale.ROOT,
                "%5d calls %5d requests %5d handshakes (%d resumed) %4d lost, p50 %5.1f ms",
                latencies.getTotalCount() + failures.sum(),
                requests,
                handshakes.all(),
                handshakes.resumed(),
                failures.sum(),
                latencies.getValueAtPercentile(50) / 1e6);
    }
}
