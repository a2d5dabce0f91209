package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerIndexTest {

    private static final State[] STATES = State.values();

    private final LedgerIndex index = new LedgerIndex();
    private final Random random = new Random(7);

    private record Hash(long high, long low) {}

    @Test
    void itBehavesLikeAMap() {
        Map<Hash, State> model = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            List<Hash> requests = Stream.generate(() -> aRequestOfMany(30_000))
                    .limit(1 + random.nextInt(600))
                    .toList();
            assertThat(index.get(numbers(requests)))
                    .isEqualTo(requests.stream()
                            .map(request -> model.getOrDefault(request, State.PENDING))
                            .toList());
            List<State> states = requests.stream()
                    .map(request -> STATES[random.nextInt(STATES.length)])
                    .toList();
            index.put(numbers(requests), states);
            for (int k = 0; k < states.size(); k++) {
                model.merge(requests.get(k), states.get(k), (before, now) -> before == State.DELETED ? before : now);
            }
        }

        assertThat(model)
                .allSatisfy((request, state) -> assertThat(get(request)).isEqualTo(state));
    }

    @Test
    void collidingRequestsAreKeptApart() {
        Hash first = new Hash(256, 4);
        Hash second = new Hash(256, 8);
        Hash third = new Hash(512, 4);

        index.put(numbers(List.of(first, second)), List.of(State.DELETED, State.REFUSED));

        assertThat(get(first)).isEqualTo(State.DELETED);
        assertThat(get(second)).isEqualTo(State.REFUSED);
        assertThat(get(third)).isEqualTo(State.PENDING);
    }

    @Test
    void aRequestTakesFortyBytesAtMostHoweverManyThereAre() {
        for (int size = 1; size <= 1_000_000; size++) {
            index.put(new long[] {random.nextLong(), random.nextLong() & ~3L}, List.of(State.DELETED));
            if (size % 50_000 == 0) {
                assertThat(index.bytes() / size).as("bytes each of %s", size).isBetween(16L, 40L);
            }
        }
    }

    @Test
    void anEmptyOneTakesNothing() {
        assertThat(index.bytes()).isZero();
        assertThat(get(new Hash(256, 4))).isEqualTo(State.PENDING);
    }

    private State get(Hash request) {
        return index.get(numbers(List.of(request))).get(0);
    }

    private static long[] numbers(List<Hash> requests) {
        return requests.stream()
                .flatMapToLong(request -> LongStream.of(request.high(), request.low()))
                .toArray();
    }

    private Hash aRequestOfMany(int many) {
        Random ofOne = new Random(random.nextInt(many));
        return new Hash(ofOne.nextLong(), ofOne.nextLong() & ~3L);
    }
}
