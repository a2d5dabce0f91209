package ai.extracta.deletions.internal;

import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One record of a ledger.
 *
 * @param kind what it tells of its requests
 * @param entries what it says of each
 */
public record LedgerRecord(Kind kind, List<Entry> entries) {

    /**
     * Takes a copy.
     *
     * @param kind what it tells
     * @param entries what it says
     */
    public LedgerRecord {
        entries = List.copyOf(entries);
    }

    /** What a record tells of its requests. */
    public enum Kind {
        /** That they are about to be sent. */
        BEGIN("begin"),
        /** What became of them. */
        FINISH("finish");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no record is of the type " + text);
        }
    }

    /**
     * What a record says of one request.
     *
     * @param state the state it is in from now on
     * @param request the request
     * @param source the record's text, in UTF-8
     * @param from where the entry's JSON object begins in it
     * @param to where it has ended
     */
    @SuppressWarnings("ArrayRecordComponent") // a view of the one line being read, never compared
    public record Entry(String state, DeletionRequest request, byte[] source, int from, int to) {

        /**
         * Returns the entry as it stands in the ledger.
         *
         * @return a JSON object on one line
         */
        public String json() {
            return new String(source, from, to - from, StandardCharsets.UTF_8);
        }
    }
}
