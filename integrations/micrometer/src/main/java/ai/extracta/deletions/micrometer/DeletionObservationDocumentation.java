package ai.extracta.deletions.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.Locale;

/**
 * The observations of the SDK: their names, keys and events.
 *
 * @since 0.1.0
 */
public enum DeletionObservationDocumentation implements ObservationDocumentation {
    /** One call, from subscription to its end: queueing, all attempts, all retry delays. */
    CALL {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return CallObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return CallKeys.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return IdKeys.values();
        }

        @Override
        public Observation.Event[] getEvents() {
            return Events.values();
        }
    },
    /** One attempt of a call, from the moment it has a slot: the key, the connection, the response. */
    ATTEMPT {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return AttemptObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return AttemptKeys.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return AttemptTraceKeys.values();
        }
    };

    /**
     * The keys of a call, with few different values each. {@code none} if a value is not known, as before the end.
     *
     * @since 0.1.0
     */
    public enum CallKeys implements KeyName {
        /** What is deleted: {@code classification}, {@code batch} or {@code files}. */
        OPERATION,
        /** Whether it happened: {@code DELETED}, or {@code NOT_SENT}, {@code REFUSED} or {@code UNKNOWN}. */
        OUTCOME,
        /** The HTTP status that decided, {@code CANCELLED} for a cancelled call, {@code none} without a response. */
        STATUS,
        /** The name of the transport, such as {@code netty}; {@code none} if there was no attempt. */
        TRANSPORT,
        /** How a receipt knows: {@code CONFIRMED} or {@code ALREADY_ABSENT}; {@code none} without a receipt. */
        CONFIRMATION;

        @Override
        public String asString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The keys of a call that hold ids; only after {@link DeletionObservations#withIds()}, and only in traces.
     *
     * @since 0.1.0
     */
    public enum IdKeys implements KeyName {
        /** The classification. */
        CLASSIFICATION_ID("extracta.classification.id"),
        /** The batch; absent for a classification. */
        BATCH_ID("extracta.batch.id"),
        /** The files, separated by commas, the first 100 of them; only for files. */
        FILE_IDS("extracta.file.ids"),
        /** The request id that the server sent; absent if it sent none. */
        REQUEST_ID("extracta.request.id");

        private final String key;

        IdKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public boolean isRequired() {
            return false;
        }
    }

    /**
     * The keys of an attempt, those of Spring's HTTP clients. {@code none} if a value is not known.
     *
     * @since 0.1.0
     */
    public enum AttemptKeys implements KeyName {
        /** {@code DELETE}. */
        METHOD("method"),
        /** The path, which has no ids. */
        URI("uri"),
        /** The host. */
        CLIENT_NAME("client.name"),
        /** The HTTP status, {@code CLIENT_ERROR} without a response. */
        STATUS("status"),
        /** The class of the status, such as {@code SUCCESS} or {@code SERVER_ERROR}; {@code UNKNOWN} without one. */
        OUTCOME("outcome"),
        /** The class of the exception; {@code none} if there is none. */
        EXCEPTION("exception");

        private final String key;

        AttemptKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /**
     * The keys of an attempt that are in traces only.
     *
     * @since 0.1.0
     */
    public enum AttemptTraceKeys implements KeyName {
        /** The URI, which has no ids. */
        HTTP_URL("http.url"),
        /** The number of the attempt, from 1. */
        ATTEMPT("extracta.attempt"),
        /** The name of the transport, such as {@code netty}. */
        TRANSPORT("extracta.transport"),
        /** Whether this attempt deleted: {@code DELETED}, or {@code NOT_SENT}, {@code REFUSED} or {@code UNKNOWN}. */
        DELETION_OUTCOME("extracta.outcome");

        private final String key;

        AttemptTraceKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /**
     * What happens during a call.
     *
     * @since 0.1.0
     */
    public enum Events implements Observation.Event {
        /** An attempt failed, and another one follows. */
        RETRY;

        @Override
        public String getName() {
            return "retry";
        }
    }
}
