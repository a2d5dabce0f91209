package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.internal.LedgerRecord;
import ai.extracta.deletions.internal.LedgerRecord.Entry;
import java.util.Arrays;
import java.util.List;

/**
 * The state of every request, 16 bytes each plus room to grow. Thread-safe; a caller waits at most for one segment to grow, and
 * never for a disk.
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
        for (Entry entry : record.entries()) {
            put(RequestHash.of(entry.request()), State.valueOf(entry.state()));
        }
    }

    /** What is gone stays so. */
    void put(RequestHash request, State state) {
        segmentOf(request).put(request, state);
    }

    /** How much room the tables take. */
    long bytes() {
        return Arrays.stream(segments).mapToLong(Segment::bytes).sum();
    }

    private Segment segmentOf(RequestHash request) {
        return segments[(int) (request.high() & (SEGMENTS - 1))];
    }

    /** A hash table with open addressing: each slot is two longs, the second of which ends in the state. */
    private static final class Segment {

        private static final long[] NONE = {};
        private static final List<State> STATES = List.of(State.values());
        private static final int STATE_BITS = 3;
        private static final int FIRST_SLOTS = 8;

        private long[] table = NONE;
        private int used;

        synchronized State get(RequestHash request) {
            if (table.length == 0) {
                return State.OPEN;
            }
            int at = find(table, request.high(), request.low());
            return table[at] == 0 ? State.OPEN : stateAt(at);
        }

        synchronized void put(RequestHash request, State state) {
            growIfFull();
            int at = find(table, request.high(), request.low());
            if (table[at] == 0) {
                used++;
            } else if (stateAt(at) == State.GONE) {
                return;
            }
            table[at] = request.high();
            table[at + 1] = request.low() | STATES.indexOf(state);
        }

        synchronized long bytes() {
            return (long) table.length * Long.BYTES;
        }

        private State stateAt(int at) {
            return STATES.get((int) (table[at + 1] & STATE_BITS));
        }

        /** At three quarters by half as much: between 21 and 32 bytes for each request. */
        private void growIfFull() {
            int slots = table.length / 2;
            if (4L * used < 3L * slots) {
                return;
            }
            long[] larger = new long[2 * Math.max(FIRST_SLOTS, slots + slots / 2)];
            for (int i = 0; i < table.length; i += 2) {
                if (table[i] != 0) {
                    int at = find(larger, table[i], table[i + 1] & ~STATE_BITS);
                    larger[at] = table[i];
                    larger[at + 1] = table[i + 1];
                }
            }
            table = larger;
        }

        /** Where the request is, or the free slot where it belongs. */
        private static int find(long[] table, long high, long low) {
            int slots = table.length / 2;
            int slot = (int) (((high >>> 32) * slots) >>> 32);
            while (table[2 * slot] != 0 && !(table[2 * slot] == high && (table[2 * slot + 1] & ~STATE_BITS) == low)) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            return 2 * slot;
        }
    }
}
