package ai.extracta.deletions.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters that are not made from observations. */
enum DeletionMeterDocumentation implements MeterDocumentation {
    IN_FLIGHT("extracta.deletions.in.flight", Meter.Type.GAUGE, "Attempts that have a slot"),
    QUEUED("extracta.deletions.queued", Meter.Type.GAUGE, "Calls that wait for a slot"),
    QUEUE_TIME("extracta.deletions.queue.time", Meter.Type.TIMER, "Time until an attempt has a slot"),
    BULK_RECEIVED("extracta.deletions.bulk.received", Meter.Type.COUNTER, "Requests received from the source"),
    BULK_REQUESTS("extracta.deletions.bulk.requests", Meter.Type.COUNTER, "Requests that have their result") {
        @Override
        public KeyName[] getKeyNames() {
            return BulkKeys.values();
        }
    },
    BULK_CALLS("extracta.deletions.bulk.calls", Meter.Type.COUNTER, "Calls started"),
    BULK_REMAINING(
            "extracta.deletions.bulk.remaining",
            Meter.Type.GAUGE,
            "Expected requests without a result, or else those received, of streams that have not ended");

    /** The keys of bulk deletion. Prometheus has a label {@code job} of its own. */
    enum BulkKeys implements KeyName {
        JOB("bulk.job"),
        RESULT("result");

        private final String key;

        BulkKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    private final String name;
    private final Meter.Type type;
    private final String description;

    DeletionMeterDocumentation(String name, Meter.Type type, String description) {
        this.name = name;
        this.type = type;
        this.description = description;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public KeyName[] getKeyNames() {
        return name.contains(".bulk.") ? new KeyName[] {BulkKeys.JOB} : EMPTY;
    }

    String description() {
        return description;
    }
}
