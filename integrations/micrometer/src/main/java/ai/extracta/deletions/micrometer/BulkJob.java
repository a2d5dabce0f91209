package ai.extracta.deletions.micrometer;

import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BULK_CALLS;
import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BULK_RECEIVED;
import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BULK_REMAINING;
import static ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BULK_REQUESTS;

import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BulkKeys;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The counts of all streams of one job. Thread-safe. */
final class BulkJob {

    /** What is counted. All but the first two are results of requests. */
    private enum Count {
        RECEIVED,
        CALLS,
        DELETED,
        ALREADY_ABSENT,
        SUBSUMED,
        SKIPPED,
        REFUSED,
        NOT_SENT,
        UNKNOWN;

        long in(BulkProgress progress) {
            return switch (this) {
                case RECEIVED -> progress.received();
                case CALLS -> progress.calls();
                case DELETED -> progress.deleted();
                case ALREADY_ABSENT -> progress.alreadyAbsent();
                case SUBSUMED -> progress.subsumed();
                case SKIPPED -> progress.skipped();
                case REFUSED -> progress.refused();
                case NOT_SENT -> progress.notSent();
                case UNKNOWN -> progress.unknown();
            };
        }
    }

    private static final BulkProgress NOTHING =
            new BulkProgress(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Optional.empty(), false);

    private final Tags tags;
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final LongAdder remaining = new LongAdder();

    BulkJob(String name) {
        this.tags = Tags.of(BulkKeys.JOB.asString(), name);
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void bindTo(MeterRegistry registry) {
        counts.forEach((count, value) -> {
            DeletionMeterDocumentation meter =
                    switch (count) {
                        case RECEIVED -> BULK_RECEIVED;
                        case CALLS -> BULK_CALLS;
                        default -> BULK_REQUESTS;
                    };
            Tags all = meter == BULK_REQUESTS ? tags.and(BulkKeys.RESULT.asString(), count.name()) : tags;
            FunctionCounter.builder(meter.getName(), value, LongAdder::sum)
                    .description(meter.description())
                    .tags(all)
                    .register(registry);
        });
        Gauge.builder(BULK_REMAINING.getName(), remaining, LongAdder::sum)
                .description(BULK_REMAINING.description())
                .tags(tags)
                .register(registry);
    }

    Consumer<BulkProgress> newStream() {
        return new Stream();
    }

    /** Adds what has changed since the previous snapshot. */
    private final class Stream implements Consumer<BulkProgress> {

        private BulkProgress previous = NOTHING;

        @Override
        public synchronized void accept(BulkProgress next) {
            if (previous.ended() || next.elapsed().compareTo(previous.elapsed()) < 0) {
                throw new IllegalStateException(
                        "this progress listener has counted another stream; call bulkProgress(..) for each deleteAll");
            }
            counts.forEach((count, value) -> value.add(count.in(next) - count.in(previous)));
            remaining.add(remaining(next) - remaining(previous));
            previous = next;
        }

        /** None once the stream has ended, however it ended. */
        private long remaining(BulkProgress progress) {
            return progress.ended()
                    ? 0
                    : Math.max(0, progress.expectedRequests().orElse(progress.received()) - progress.finished());
        }
    }
}
