package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.ledger.HashedRequests.NUMBERS;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The state of every request in memory, 16 bytes each plus spare capacity. Thread-safe; a caller waits for a chunk of
 * another one at most, and never for the disk.
 */
final class LedgerIndex {

    private static final int SEGMENTS = 256;

    /** How many requests are read or written without a pause. Their slots fit into the fastest cache. */
    private static final int CHUNK = 256;

    private final Segment[] segments = new Segment[SEGMENTS];

    @SuppressWarnings("UnusedVariable") // or else the compiler would leave out what it is the result of
    private long prefetched;

    LedgerIndex() {
        Arrays.setAll(segments, i -> new Segment());
    }

    /** One state for each of the {@linkplain HashedRequests#hashes hashed} requests, in their order. */
    List<State> get(long[] requests) {
        State[] states = new State[requests.length / NUMBERS];
        for (int from = 0; from < states.length; from += CHUNK) {
            get(requests, states, from, Math.min(states.length, from + CHUNK));
        }
        return List.of(states);
    }

    private synchronized void get(long[] requests, State[] states, int from, int to) {
        prefetch(requests, from, to);
        for (int i = from; i < to; i++) {
            long high = requests[NUMBERS * i];
            states[i] = segmentOf(high).get(high, requests[NUMBERS * i + 1]);
        }
    }

    /** {@link State#DELETED} is final. */
    void put(long[] requests, List<State> states) {
        for (int from = 0; from < states.size(); from += CHUNK) {
            put(requests, states, from, Math.min(states.size(), from + CHUNK));
        }
    }

    private synchronized void put(long[] requests, List<State> states, int from, int to) {
        prefetch(requests, from, to);
        for (int i = from; i < to; i++) {
            long high = requests[NUMBERS * i];
            segmentOf(high).put(high, requests[NUMBERS * i + 1], states.get(i));
        }
    }

    /**
     * Nearly every request is in a part of the memory that no cache has. Without a branch that depends on what is read,
     * the processor waits for many of them at a time.
     */
    private void prefetch(long[] requests, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            long high = requests[NUMBERS * i];
            sum += segmentOf(high).firstSlot(high);
        }
        prefetched = sum;
    }

    /** How many requests are in each state. */
    synchronized Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        Arrays.stream(State.values()).forEach(state -> counts.put(state, 0L));
        Arrays.stream(segments).forEach(segment -> segment.addTo(counts));
        return counts;
    }

    /** The size of the tables. */
    synchronized long bytes() {
        return Arrays.stream(segments).mapToLong(Segment::bytes).sum();
    }

    private Segment segmentOf(long high) {
        return segments[(int) (high & (SEGMENTS - 1))];
    }

    /** A hash table with open addressing; a slot is two longs, and the last bits of the second one are the state. */
    private static final class Segment {

        private static final long[] NONE = {};
        private static final State[] STATES = State.values();
        private static final int STATE_MASK = 3;
        private static final int MIN_SLOTS = 8;

        private long[] table = NONE;
        private int size;

        long firstSlot(long high) {
            return table.length == 0 ? 0 : table[2 * slotOf(high, table.length / 2)];
        }

        State get(long high, long low) {
            if (table.length == 0) {
                return State.PENDING;
            }
            int at = find(table, high, low);
            return table[at] == 0 ? State.PENDING : stateAt(at);
        }

        @SuppressWarnings("EnumOrdinal") // in memory only
        void put(long high, long low, State state) {
            growIfFull();
            int at = find(table, high, low);
            if (table[at] == 0) {
                size++;
            } else if (stateAt(at) == State.DELETED) {
                return;
            }
            table[at] = high;
            table[at + 1] = low | state.ordinal();
        }

        void addTo(Map<State, Long> counts) {
            for (int i = 0; i < table.length; i += 2) {
                if (table[i] != 0) {
                    counts.merge(stateAt(i), 1L, Long::sum);
                }
            }
        }

        long bytes() {
            return (long) table.length * Long.BYTES;
        }

        private State stateAt(int at) {
            return STATES[(int) (table[at + 1] & STATE_MASK)];
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
            int slot = slotOf(high, slots);
            while (table[2 * slot] != 0 && !(table[2 * slot] == high && (table[2 * slot + 1] & ~STATE_MASK) == low)) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            return 2 * slot;
        }

        private static int slotOf(long high, int slots) {
            return (int) (((high >>> 32) * slots) >>> 32);
        }
    }
}
