package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The state of every request in memory, 16 bytes each plus spare capacity. Thread-safe; a caller waits for one segment
 * to grow at most, and never for the disk.
 */
final class LedgerIndex {

    private static final int SEGMENTS = 256;

    private final Segment[] segments = new Segment[SEGMENTS];

    LedgerIndex() {
        Arrays.setAll(segments, i -> new Segment());
    }

    State get(RequestHash request) {
        return segmentOf(request).get(request);
    }

    void put(LedgerRecord record) {
        record.entries().forEach(entry -> put(entry.request().hash(), entry.state()));
    }

    void put(EncodedRecord record) {
        for (int i = 0; i < record.requests().size(); i++) {
            put(record.requests().get(i).hash(), record.states().get(i));
        }
    }

    /** {@link State#DELETED} is final. */
    void put(RequestHash request, State state) {
        segmentOf(request).put(request, state);
    }

    /** How many requests are in each state. */
    Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        Arrays.stream(State.values()).forEach(state -> counts.put(state, 0L));
        Arrays.stream(segments).forEach(segment -> segment.addTo(counts));
        return counts;
    }

    /** The size of the tables. */
    long bytes() {
        return Arrays.stream(segments).mapToLong(Segment::bytes).sum();
    }

    private Segment segmentOf(RequestHash request) {
        return segments[(int) (request.high() & (SEGMENTS - 1))];
    }

    /** A hash table with open addressing; a slot is two longs, and the last bits of the second one are the state. */
    private static final class Segment {

        private static final long[] NONE = {};
        private static final List<State> STATES = List.of(State.values());
        private static final int STATE_MASK = 3;
        private static final int MIN_SLOTS = 8;

        private long[] table = NONE;
        private int size;

        synchronized State get(RequestHash request) {
            if (table.length == 0) {
                return State.PENDING;
            }
            int at = find(table, request.high(), request.low());
            return table[at] == 0 ? State.PENDING : stateAt(at);
        }

        synchronized void put(RequestHash request, State state) {
            growIfFull();
            int at = find(table, request.high(), request.low());
            if (table[at] == 0) {
                size++;
            } else if (stateAt(at) == State.DELETED) {
                return;
            }
            table[at] = request.high();
            table[at + 1] = request.low() | STATES.indexOf(state);
        }

        synchronized void addTo(Map<State, Long> counts) {
            for (int i = 0; i < table.length; i += 2) {
                if (table[i] != 0) {
                    counts.merge(stateAt(i), 1L, Long::sum);
                }
            }
        }

        synchronized long bytes() {
            return (long) table.length * Long.BYTES;
        }

        private State stateAt(int at) {
            return STATES.get((int) (table[at + 1] & STATE_MASK));
        }

        /** At three quarters, by half: 21 to 32 bytes per request. */
        private void growIfFull() {
            int slots = table.length / 2;
            if (4L * size < 3L * slots) {
                return;
            }
            long[] larger = new long[2 * Math.max(MIN_SLOTS, slots + slots / 2)];
            for (int i = 0; i < table.length; i += 2) {
                if (table[i] != 0) {
                    int at = find(larger, table[i], table[i + 1] & ~STATE_MASK);
                    larger[at] = table[i];
                    larger[at + 1] = table[i + 1];
                }
            }
            table = larger;
        }

        /** The position of the request, or of the free slot for it. */
        private static int find(long[] table, long high, long low) {
            int slots = table.length / 2;
            int slot = (int) (((high >>> 32) * slots) >>> 32);
            while (table[2 * slot] != 0 && !(table[2 * slot] == high && (table[2 * slot + 1] & ~STATE_MASK) == low)) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            return 2 * slot;
        }
    }
}
